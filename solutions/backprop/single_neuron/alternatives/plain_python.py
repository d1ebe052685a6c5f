"""Lists and Python's own float, row by row."""

import math

import torch
from torch import Tensor


def _sigmoid(z: float) -> float:
    return (1 + math.tanh(z / 2)) / 2


def train_neuron(
    x: Tensor, targets: Tensor, parameters: tuple[Tensor, Tensor], lr: float, epochs: int
) -> tuple[Tensor, Tensor, list[float]]:
    """Add up the gradient over the rows."""
    rows, wanted = x.tolist(), targets.tolist()
    weights, bias = parameters[0].tolist(), parameters[1].item()
    losses = []
    for _ in range(epochs):
        loss, steps, step = 0.0, [0.0] * len(weights), 0.0
        for row, target in zip(rows, wanted, strict=True):
            p = _sigmoid(sum(w * v for w, v in zip(weights, row, strict=True)) + bias)
            loss += (p - target) ** 2 / len(rows)
            slope = 2 * (p - target) * p * (1 - p) / len(rows)
            steps = [s + slope * v for s, v in zip(steps, row, strict=True)]
            step += slope
        losses.append(loss)
        weights = [w - lr * s for w, s in zip(weights, steps, strict=True)]
        bias -= lr * step
    kind = {"dtype": x.dtype, "device": x.device}
    return torch.tensor(weights, **kind), torch.tensor(bias, **kind), losses
