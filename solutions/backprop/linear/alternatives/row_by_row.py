"""One row at a time, with the bias as a weight on an input of 1."""

import torch
from torch import Tensor


def _extended(x: Tensor) -> Tensor:
    """Append a 1 to each row."""
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def linear_forward(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Multiply the extended rows by the extended weight."""
    column = torch.zeros_like(weight[:, 0]) if bias is None else bias
    extended = torch.cat([weight, column[:, None]], dim=1)
    return torch.tensordot(_extended(x), extended, dims=([-1], [1]))


def linear_backward(grad_out: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Add up the outer products of the rows, one by one."""
    outputs, inputs = weight.shape
    total = weight.new_zeros(outputs, inputs + 1)
    grads = grad_out.reshape(-1, outputs)
    dx = x.new_zeros(grads.shape[0], inputs)
    for n, (g, row) in enumerate(zip(grads, _extended(x).reshape(-1, inputs + 1), strict=True)):
        total += torch.outer(g, row)
        dx[n] = weight.T.mv(g)
    return dx.reshape(x.shape), total[:, :-1], total[:, -1]
