"""The experts round by round, and the weights from exponentials of the distance to the best."""

import torch
from torch import Tensor


def route(logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return (weights, experts)."""
    if not 0 < k <= logits.shape[-1]:
        raise ValueError("that many experts there are not")
    order = logits.detach().argsort(dim=-1, descending=True, stable=True)[..., :k]
    near = torch.take_along_dim(logits, order, -1).to(
        torch.float64 if logits.dtype == torch.float64 else torch.float32
    )
    parts = torch.exp(near - near[..., :1])
    return (parts / parts.sum(-1, keepdim=True)).to(logits.dtype), order
