"""You record the loss after the step. The first loss is to be that of the parameters as they came, so that the list shows what training has gained.

fails: test_first_loss
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
        dz = 2 * errors * p * (1 - p) / len(x)
        dw = x.T @ dz
        db = dz.sum()
        weights = weights - lr * dw
        bias = bias - lr * db
        p = torch.sigmoid(x @ weights + bias)
        losses.append(((p - targets) ** 2).mean().item())
    return weights, bias, losses
