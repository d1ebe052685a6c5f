"""You reduce over dimension 1, the features, which is LayerNorm: it gives B means in place of C, and they do not fit the running statistics. BatchNorm has one mean for each feature, over dimension 0.

fails: test_shape
"""

import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        if self.training:
            if len(x) < 2:
                raise ValueError("one sample has no variance")
            mean, var = x.mean(1, keepdim=True), x.var(1, correction=0, keepdim=True)
            with torch.no_grad():
                self.running_mean.lerp_(mean.squeeze(1), self.momentum)
                self.running_var.lerp_(x.var(1), self.momentum)
        else:
            mean, var = self.running_mean, self.running_var
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
