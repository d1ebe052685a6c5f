"""You step after every row. That is stochastic gradient descent: later rows meet parameters that earlier ones have moved. Here an epoch is ONE step, on the mean over all rows.

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
        for row, target in zip(x, targets):
            p = torch.sigmoid(row @ weights + bias)
            dz = 2 * (p - target) * p * (1 - p)
            weights = weights - lr * dz * row
            bias = bias - lr * dz
    return weights, bias, losses
