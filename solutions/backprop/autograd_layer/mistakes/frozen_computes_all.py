"""Your frozen layer computes the gradients of its parameters and throws them away. That is half of the work of a backward pass: ask autograd for dx alone.

fails: test_frozen_is_cheaper
"""

import torch


class Layer:
    def __init__(self, weight, bias, optimizer=None, trainable=True):
        self.weight = weight.detach().clone().requires_grad_(True)
        self.bias = bias.detach().clone().requires_grad_(True)
        self.optimizer = optimizer
        self.trainable = trainable
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
        training = self.trainable and self.optimizer is not None
        if not training:
            return torch.autograd.grad(out, [x, self.weight, self.bias], grad_out)[0]
        dx, dw, db = torch.autograd.grad(out, [x, self.weight, self.bias], grad_out)
        with torch.no_grad():
            self.weight.copy_(self.optimizer.update(self.weight, dw))
            self.bias.copy_(self.optimizer.update(self.bias, db))
        return dx
