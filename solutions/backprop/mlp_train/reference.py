"""Training of a two-layer classifier: forward pass, gradients and steps by hand.

Shapes: x (N, I), targets (N,), z and h (N, H), logits (N, C); w1 (I, H), b1 (H,), w2 (H, C),
b2 (C,). The limits: the whole batch in every step, plain gradient descent, tanh.
"""

import torch
from torch import Tensor

Parameters = tuple[Tensor, Tensor, Tensor, Tensor]  # w1, b1, w2, b2


def train_mlp(
    x: Tensor, targets: Tensor, parameters: Parameters, lr: float, epochs: int
) -> tuple[list[float], Parameters]:
    """Take one step of gradient descent an epoch.

    Args:
        x: (N, I)
        targets: (N,), int64, classes
        parameters: w1 (I, H), b1 (H,), w2 (H, C) and b2 (C,), where training starts
        lr: the step size
        epochs: the number of steps

    Returns:
        the loss of each epoch before its step, and the trained parameters
    """
    # Copies, so that the steps may be taken in place; detached, for nothing is to be recorded.
    w1, b1, w2, b2 = (p.detach().clone() for p in parameters)
    losses = []
    for _ in range(epochs):
        loss, gradients = _loss_and_gradients(x, targets, (w1, b1, w2, b2))
        losses.append(loss.item())
        # All four gradients are there before the first parameter moves.
        for p, gradient in zip((w1, b1, w2, b2), gradients, strict=True):
            p.sub_(gradient, alpha=lr)
    return losses, (w1, b1, w2, b2)


def _loss_and_gradients(
    x: Tensor, targets: Tensor, parameters: Parameters
) -> tuple[Tensor, Parameters]:
    """Return the mean cross entropy, and its gradients by w1, b1, w2 and b2."""
    # Forward.
    w1, b1, w2, b2 = parameters
    h = torch.tanh(x @ w1 + b1)  # (N, H)
    logits = h @ w2 + b2  # (N, C)
    log_probs = torch.log_softmax(logits, dim=1)  # subtracts the largest logit: nothing overflows
    here = targets.unsqueeze(1)  # (N, 1)
    loss = -log_probs.gather(1, here).mean()

    # 1. Through loss and softmax at once: probabilities less one-hot targets, 1 / N of each.
    dlogits = log_probs.exp()
    dlogits.scatter_add_(1, here, torch.full_like(here, -1, dtype=x.dtype))
    dlogits /= len(x)

    # 2. logits = h @ w2 + b2
    dw2, db2 = h.T @ dlogits, dlogits.sum(dim=0)
    dh = dlogits @ w2.T

    # 3. h = tanh(z): the slope is told by the result.
    dz = dh * (1 - h * h)

    # 4. z = x @ w1 + b1
    return loss, (x.T @ dz, dz.sum(dim=0), dw2, db2)
