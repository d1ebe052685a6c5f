"""You step with `-=` on the arguments. The caller's parameters are overwritten, so a second run starts from trained ones. Copy them first.

fails: test_leaves_arguments_alone
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters
    losses = []
    for _ in range(epochs):
        z = x @ weights + bias
        p = torch.sigmoid(z)
        errors = p - targets
        loss = (errors**2).mean()
        losses.append(loss.item())
        dz = 2 * errors * p * (1 - p) / len(x)
        dw = x.T @ dz
        db = dz.sum()
        weights -= lr * dw
        bias -= lr * db
    return weights, bias, losses
