"""Your gradient is errors times x: the sigmoid's slope p * (1 - p) and the factor 2 of the square are missing. That is the gradient of the cross entropy, where the slope cancels; with the squared error all three factors stay. You also step in place, on the caller's tensors.

fails: test_bias_step
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters
    losses = []
    for _ in range(epochs):
        p = torch.sigmoid(x @ weights + bias)
        errors = p - targets
        losses.append((errors**2).mean().item())
        weights -= lr * (x.T @ errors) / len(x)
        bias -= lr * errors.mean()
    return weights, bias, losses
