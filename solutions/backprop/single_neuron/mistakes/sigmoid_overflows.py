"""You write the sigmoid as exp(z) / (1 + exp(z)). For z = 100 that is infinity over infinity in float32: NaN. Use 1 / (1 + exp(-z)), or `torch.sigmoid`.

fails: test_saturated
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters[0].clone(), parameters[1].clone()
    losses = []
    for _ in range(epochs):
        z = x @ weights + bias
        p = torch.exp(z) / (1 + torch.exp(z))
        errors = p - targets
        loss = (errors**2).mean()
        losses.append(loss.item())
        dz = 2 * errors * p * (1 - p) / len(x)
        dw = x.T @ dz
        db = dz.sum()
        weights = weights - lr * dw
        bias = bias - lr * db
    return weights, bias, losses
