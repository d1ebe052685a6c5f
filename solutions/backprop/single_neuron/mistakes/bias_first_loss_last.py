"""You step the bias, compute the outputs again for the weights' gradient, and record the loss after both steps. Both gradients belong to the parameters of one forward pass, and the loss of an epoch is that of this same pass; otherwise the list does not start where training started.

fails: test_first_loss
"""

import torch


@torch.no_grad()
def train_neuron(x, targets, parameters, lr, epochs):
    weights, bias = parameters[0].clone(), parameters[1].clone()
    losses = []
    for _ in range(epochs):
        p = torch.sigmoid(x @ weights + bias)
        bias = bias - lr * (2 * (p - targets) * p * (1 - p)).mean()
        p = torch.sigmoid(x @ weights + bias)
        weights = weights - lr * x.T @ (2 * (p - targets) * p * (1 - p)) / len(x)
        p = torch.sigmoid(x @ weights + bias)
        losses.append(((p - targets) ** 2).mean().item())
    return weights, bias, losses
