"""You keep x and the output after the backward pass. What the graph has saved stays in memory until the next forward pass, for every layer of the network at once; and a second backward pass is not noticed. Forget them.

fails: test_keeps_no_graph
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
        training = self.trainable and self.optimizer is not None
        if not training:
            return torch.autograd.grad(out, x, grad_out, retain_graph=True)[0]
        dx, dw, db = torch.autograd.grad(
            out, [x, self.weight, self.bias], grad_out, retain_graph=True
        )
        with torch.no_grad():
            self.weight.copy_(self.optimizer.update(self.weight, dw))
            self.bias.copy_(self.optimizer.update(self.bias, db))
        return dx
