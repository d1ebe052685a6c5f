"""Gradients added up over single rows, as outer products."""

import torch
from torch import Tensor

Parameters = tuple[Tensor, Tensor, Tensor, Tensor]  # w1, b1, w2, b2


@torch.no_grad()
def train_mlp(
    x: Tensor, targets: Tensor, parameters: Parameters, lr: float, epochs: int
) -> tuple[list[float], Parameters]:
    """One row at a time, in float64, back to the dtype at the end."""
    w1, b1, w2, b2 = (p.double().clone() for p in parameters)
    losses = []
    for _ in range(epochs):
        total = 0.0
        steps = [torch.zeros_like(p) for p in (w1, b1, w2, b2)]
        for row, target in zip(x.double(), targets.tolist(), strict=True):
            h = (w1.T.mv(row) + b1).tanh()
            logits = w2.T.mv(h) + b2
            shifted = logits - logits.max()
            total += float(shifted.exp().sum().log() - shifted[target])
            d = torch.softmax(logits, 0)
            d[target] -= 1
            dz = w2.mv(d) * (1 - h**2)
            shares = torch.outer(row, dz), dz, torch.outer(h, d), d
            for step, share in zip(steps, shares, strict=True):
                step.add_(share / x.shape[0])
        losses.append(total / x.shape[0])
        w1, b1, w2, b2 = (p - lr * s for p, s in zip((w1, b1, w2, b2), steps, strict=True))
    dtype = x.dtype
    return losses, (w1.to(dtype), b1.to(dtype), w2.to(dtype), b2.to(dtype))
