"""You make the weights a column, so the outputs are `(N, 1)` and the targets `(N,)`: their difference broadcasts to N x N pairs, each output against each target. Nothing raises an error, and the neuron learns the mean of the targets. Keep all of it one-dimensional.

fails: test_first_loss
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters[0].clone().reshape(-1, 1), parameters[1].clone()
    losses = []
    for _ in range(epochs):
        p = torch.sigmoid(x @ weights + bias)
        errors = p - targets
        losses.append((errors**2).mean().item())
        dz = (2 * errors * p * (1 - p)).mean(dim=1, keepdim=True)
        weights = weights - lr * (x.T @ dz) / len(x)
        bias = bias - lr * dz.mean()
    return weights.reshape(-1), bias, losses
