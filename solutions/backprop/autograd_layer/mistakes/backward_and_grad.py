"""You call `out.backward(grad_out)` and read the gradients from `.grad`. It ADDS there: from the second pass on you step with the sum of all gradients so far, and x and the parameters are left with a `.grad` that nobody asked for. The caller's tensors are also trained in place.

fails: test_many_steps
"""

import torch


class Layer:
    def __init__(self, weight, bias, optimizer=None, trainable=True):
        self.weight = weight.requires_grad_(True)
        self.bias = bias.requires_grad_(True)
        self.optimizer = optimizer
        self.trainable = trainable

    def forward(self, x):
        self.x = x.detach().requires_grad_(True)
        self.out = torch.tanh(self.x @ self.weight.T + self.bias)
        return self.out.detach()

    def backward(self, grad_out):
        self.out.backward(grad_out)
        if self.trainable and self.optimizer is not None:
            with torch.no_grad():
                self.weight.copy_(self.optimizer.update(self.weight, self.weight.grad))
                self.bias.copy_(self.optimizer.update(self.bias, self.bias.grad))
        return self.x.grad
