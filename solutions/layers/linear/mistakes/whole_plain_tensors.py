"""Your weight and bias are tensors with requires_grad and no `nn.Parameter`, and the bias is there in any case. Autograd sees them, the module does not: no optimizer gets them, and state_dict() is empty.

fails: test_parameters
"""

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = in_features**-0.5
        self.weight = (
            torch.empty(out_features, in_features).uniform_(-bound, bound).requires_grad_()
        )
        self.bias = torch.empty(out_features).uniform_(-bound, bound).requires_grad_()

    def forward(self, x):
        return x @ self.weight.T + self.bias
