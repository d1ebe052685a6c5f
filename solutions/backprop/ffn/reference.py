"""A feed-forward network of two layers, and its backward pass line by line.

Shapes: x (..., I), z and h (..., H), out (..., O); w1 (H, I), b1 (H,), w2 (O, H), b2 (O,). N is the
number of rows, all leading dimensions together. The limits: ReLU, no dropout, no residual.
"""

from typing import NamedTuple

from torch import Tensor


class Cache(NamedTuple):
    """What the backward pass needs: the input of each layer, and its weight."""

    x: Tensor
    w1: Tensor
    h: Tensor
    w2: Tensor


def ffn_forward(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> tuple[Tensor, Cache]:
    """Run a linear layer, a ReLU and a second linear layer.

    Args:
        x: (..., I)
        w1: (H, I)
        b1: (H,)
        w2: (O, H)
        b2: (O,)

    Returns:
        out (..., O), and what the backward pass needs
    """
    z = x @ w1.T + b1
    h = z.clamp(min=0)
    out = h @ w2.T + b2

    # z itself is not kept: h is above 0 exactly where z is.
    return out, Cache(x, w1, h, w2)


def ffn_backward(grad_out: Tensor, cache: Cache) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Go back through the three lines, last one first.

    Args:
        grad_out: (..., O), the gradient of out
        cache: what the forward pass returned

    Returns:
        dx (..., I), dw1 (H, I), db1 (H,), dw2 (O, H), db2 (O,)
    """
    x, w1, h, w2 = cache

    # 1. out = h @ w2^T + b2
    dw2, db2 = _parameters(grad_out, h)
    dh = grad_out @ w2

    # 2. h = max(z, 0): a unit that was shut has let nothing through, and lets nothing back.
    dz = dh * (h > 0)

    # 3. z = x @ w1^T + b1
    dw1, db1 = _parameters(dz, x)
    return dz @ w1, dw1, db1, dw2, db2


def _parameters(grad: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients of a layer's weight and bias, from those of its output, and its input.

    Every row has used them, so both are sums over the N rows; grad (..., O), x (..., I).
    """
    rows = grad.reshape(-1, grad.shape[-1])  # (N, O)
    return rows.T @ x.reshape(-1, x.shape[-1]), rows.sum(dim=0)
