"""Your gradient lacks the factor 2, which the derivative of a square brings.

fails: test_bias_step
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters[0].clone(), parameters[1].clone()
    losses = []
    for _ in range(epochs):
        z = x @ weights + bias
        p = torch.sigmoid(z)
        errors = p - targets
        loss = (errors**2).mean()
        losses.append(loss.item())
        dz = errors * p * (1 - p) / len(x)
        dw = x.T @ dz
        db = dz.sum()
        weights = weights - lr * dw
        bias = bias - lr * db
    return weights, bias, losses
