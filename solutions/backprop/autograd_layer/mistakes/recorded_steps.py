"""You take the step while autograd records, and keep the forward pass's tensors. The new weight is then a function of the old one: no longer a leaf, with each step hanging on the one before, so memory grows with the number of steps. Update under `torch.no_grad()`, and forget x and the output in backward.

fails: test_nothing_is_recorded
"""

import torch


class Layer:
    def __init__(self, weight, bias, optimizer=None, trainable=True):
        self.weight = weight.detach().clone().requires_grad_(True)
        self.bias = bias.detach().clone().requires_grad_(True)
        self.optimizer = optimizer
        self.trainable = trainable

    def forward(self, x):
        self.x = x.detach().requires_grad_(True)
        self.out = torch.tanh(self.x @ self.weight.T + self.bias)
        return self.out

    def backward(self, grad_out):
        wanted = [self.x, self.weight, self.bias]
        dx, dw, db = torch.autograd.grad(self.out, wanted, grad_out, retain_graph=True)
        if self.trainable and self.optimizer is not None:
            self.weight = self.optimizer.update(self.weight, dw)
            self.bias = self.optimizer.update(self.bias, db)
        return dx
