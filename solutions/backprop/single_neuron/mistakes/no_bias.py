"""Your neuron leaves the bias out of the sum. With x = 0 it then answers 1/2, whatever the targets say.

fails: test_first_loss
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters[0].clone(), parameters[1].clone()
    losses = []
    for _ in range(epochs):
        z = x @ weights
        p = torch.sigmoid(z)
        errors = p - targets
        loss = (errors**2).mean()
        losses.append(loss.item())
        dz = 2 * errors * p * (1 - p) / len(x)
        dw = x.T @ dz
        db = dz.sum()
        weights = weights - lr * dw
        bias = bias - lr * db
    return weights, bias, losses
