"""A tree of logaddexp: halves of a slice are added in log space until one number is left.

Log-softmax is then the score less that number, and both backward passes work on (..., C).
"""

import torch
from torch import Tensor


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    """Add the even places to the odd ones, again and again."""
    parts = x.movedim(dim, -1).to(torch.promote_types(x.dtype, torch.float32))
    while parts.shape[-1] > 1:
        even, odd, rest = (
            parts[..., :-1:2],
            parts[..., 1::2],
            parts[..., parts.shape[-1] // 2 * 2 :],
        )
        parts = torch.cat([torch.logaddexp(even, odd), rest], dim=-1)
    return parts[..., 0].to(x.dtype)


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Subtract logsumexp, computed wide."""
    wide = x.double()
    return (wide - logsumexp(wide, dim).unsqueeze(dim)).to(x.dtype)


def logsumexp_backward(grad_out: Tensor, x: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Multiply probabilities, with NaN for the empty sums, and put zeros there."""
    rows, total = x.movedim(dim, -1).double(), out.double()
    grad = torch.einsum("...,...c->...c", grad_out.double(), (rows - total[..., None]).exp())
    grad = torch.where(torch.isneginf(total)[..., None], torch.zeros_like(grad), grad)
    return grad.movedim(-1, dim).to(grad_out.dtype)


def log_softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Subtract the probabilities times the sum of the gradients."""
    g, log_probs = grad_out.movedim(dim, -1).double(), out.movedim(dim, -1).double()
    grad = torch.addcmul(g, log_probs.exp(), g.sum(-1, keepdim=True), value=-1)
    return grad.movedim(-1, dim).to(grad_out.dtype)
