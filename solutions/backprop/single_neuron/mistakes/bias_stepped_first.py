"""You step the bias before you compute the weights' gradient, from a new forward pass. Both gradients belong to one forward pass: compute both, then step both.

fails: test_weights_step
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
        dz = 2 * errors * p * (1 - p) / len(x)
        bias = bias - lr * dz.sum()
        p = torch.sigmoid(x @ weights + bias)
        dz = 2 * (p - targets) * p * (1 - p) / len(x)
        dw = x.T @ dz
        weights = weights - lr * dw
    return weights, bias, losses
