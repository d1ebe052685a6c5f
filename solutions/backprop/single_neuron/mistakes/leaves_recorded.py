"""You let autograd record the training. Where the parameters require gradients, what you hand out drags the whole history of all epochs behind it. Work under `torch.no_grad()`, or detach.

fails: test_parameters_that_want_gradients
"""

import torch


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
        dw = x.T @ dz
        db = dz.sum()
        weights = weights - lr * dw
        bias = bias - lr * db
    return weights, bias, losses
