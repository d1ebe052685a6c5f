"""You record the loss of an epoch after its step, and as a tensor. The list starts with the loss of the parameters as they came, so that it shows what training has gained; take a Python float with `.item()`, or every loss keeps its tensor alive. Your biases are averaged over the rows where they are to be summed.

fails: test_first_loss
"""

import torch


@torch.no_grad()
def train_mlp(x, targets, parameters, lr, epochs):
    w1, b1, w2, b2 = parameters
    rows = torch.arange(len(x), device=x.device)
    losses = []
    for _ in range(epochs):
        h = torch.tanh(x @ w1 + b1)
        d = torch.softmax(h @ w2 + b2, dim=1)
        d[rows, targets] -= 1
        d /= len(x)
        dz = (d @ w2.T) * (1 - h**2)
        w2 = w2 - lr * (h.T @ d)
        b2 = b2 - lr * d.mean(dim=0)
        w1 = w1 - lr * (x.T @ dz)
        b1 = b1 - lr * dz.mean(dim=0)
        logits = torch.tanh(x @ w1 + b1) @ w2 + b2
        losses.append(-torch.log_softmax(logits, dim=1)[rows, targets].mean())
    return losses, (w1, b1, w2, b2)
