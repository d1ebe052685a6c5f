"""One sigmoid neuron, trained on the mean squared error: the chain rule, three factors long.

Shapes: x (N, I), targets, z, p and errors (N,), weights (I,), bias (). The limits: the whole batch
in every step, plain gradient descent.
"""

import torch
from torch import Tensor


def train_neuron(
    x: Tensor, targets: Tensor, parameters: tuple[Tensor, Tensor], lr: float, epochs: int
) -> tuple[Tensor, Tensor, list[float]]:
    """Take one step of gradient descent an epoch.

    Args:
        x: (N, I)
        targets: (N,), each in [0, 1]
        parameters: the weights (I,) and the bias (), where training starts
        lr: the step size
        epochs: the number of steps

    Returns:
        the trained weights (I,) and bias (), and the loss of each epoch before its step
    """
    # Copies, so that the steps may be taken in place; detached, for nothing is to be recorded.
    weights, bias = (p.detach().clone() for p in parameters)
    losses = []
    for _ in range(epochs):
        # Forward. All one-dimensional: an (N, 1) less an (N,) would be N x N.
        p = torch.sigmoid(x @ weights + bias)
        errors = p - targets
        losses.append(errors.square().mean().item())

        # Backward: dloss/dp * dp/dz; the 2 from the square, 1 / N from the mean. The slope of
        # the sigmoid is told by its result, and is 0 where that is 0 or 1.
        dz = 2 / len(x) * errors * p * (1 - p)

        # dz/dweights = x and dz/dbias = 1; every row adds its share.
        weights -= lr * (dz @ x)
        bias -= lr * dz.sum()
    return weights, bias, losses
