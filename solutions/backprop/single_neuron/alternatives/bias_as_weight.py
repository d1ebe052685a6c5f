"""The bias as one more weight, on an input of 1; new tensors in every step."""

import torch
from torch import Tensor


@torch.no_grad()
def train_neuron(
    x: Tensor, targets: Tensor, parameters: tuple[Tensor, Tensor], lr: float, epochs: int
) -> tuple[Tensor, Tensor, list[float]]:
    """Train one vector of I + 1 numbers, as a column."""
    rows = torch.nn.functional.pad(x, (0, 1), value=1.0)
    column = torch.cat([parameters[0], parameters[1].reshape(1)]).unsqueeze(1)
    losses = []
    for _ in range(epochs):
        p = 1 / (1 + torch.exp(-(rows @ column)))
        errors = p - targets.unsqueeze(1)
        losses.append(float((errors * errors).sum()) / errors.numel())
        gradient = rows.T @ (errors * (p - p * p)) * (2 / errors.numel())
        column = column - lr * gradient
    flat = column.squeeze(1)
    return flat[:-1].clone(), flat[-1].clone(), losses
