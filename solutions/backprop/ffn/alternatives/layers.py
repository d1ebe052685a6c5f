"""A list of closures, one a line of the forward pass, called in reverse."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

Back = Callable[[Tensor, list[Tensor]], Tensor]


def _linear(x: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Back]:
    def back(grad: Tensor, found: list[Tensor]) -> Tensor:
        rows = tuple(range(grad.ndim - 1))
        found.append(grad.sum(rows) if rows else grad)
        found.append(torch.einsum("...o,...i->oi", grad, x))
        return torch.einsum("...o,oi->...i", grad, w)

    return F.linear(x, w, b), back


def _relu(z: Tensor) -> tuple[Tensor, Back]:
    return F.relu(z), lambda grad, found: torch.where(z > 0, grad, torch.zeros_like(grad))


def ffn_forward(
    x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor
) -> tuple[Tensor, list[Back]]:
    """Run the three steps and collect their ways back."""
    z, first = _linear(x, w1, b1)
    h, middle = _relu(z)
    out, last = _linear(h, w2, b2)
    return out, [last, middle, first]


def ffn_backward(
    grad_out: Tensor, cache: list[Back]
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Walk the ways back."""
    found: list[Tensor] = []
    grad = grad_out
    for back in cache:
        grad = back(grad, found)
    db2, dw2, db1, dw1 = found
    return grad, dw1, db1, dw2, db2
