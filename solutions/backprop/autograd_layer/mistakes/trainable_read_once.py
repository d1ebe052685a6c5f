"""You look at `trainable` when the layer is made. It may be changed at any time: look at it in every backward pass.

fails: test_trainable_may_change
"""

import torch


class Layer:
    def __init__(self, weight, bias, optimizer=None, trainable=True):
        self.weight = weight.detach().clone().requires_grad_(True)
        self.bias = bias.detach().clone().requires_grad_(True)
        self.optimizer = optimizer
        self.trainable = trainable
        self.frozen = not trainable
        self.x = None
        self.out = None

    def forward(self, x):
        with torch.enable_grad():
            self.x = x.detach().requires_grad_(True)
            self.out = torch.tanh(self.x @ self.weight.T + self.bias)
        return self.out.detach()

    def backward(self, grad_out):
        if self.out is None:
            raise RuntimeError("forward first")
        x, out = self.x, self.out
        self.x = self.out = None
        training = not self.frozen and self.optimizer is not None
        if not training:
            return torch.autograd.grad(out, x, grad_out)[0]
        dx, dw, db = torch.autograd.grad(out, [x, self.weight, self.bias], grad_out)
        with torch.no_grad():
            self.weight.copy_(self.optimizer.update(self.weight, dw))
            self.bias.copy_(self.optimizer.update(self.bias, db))
        return dx
