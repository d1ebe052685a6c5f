"""One pass for both reductions: a running maximum, and a running sum rescaled when it grows."""

import torch
from torch import Tensor


def stable_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Run along `dim` score by score (Milakov and Gimelshein 2018); x (..., C, ...)."""
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    largest = torch.full_like(wide.detach().select(dim, 0), float("-inf"))
    total = torch.zeros_like(largest)
    for score in wide.unbind(dim):
        grown = torch.maximum(largest, score.detach())
        # Until a score is finite there is nothing to shift by: 0 in its place keeps NaN out.
        shift = grown.masked_fill(grown == float("-inf"), 0.0)
        total = total * (largest - shift).exp() + (score - shift).exp()
        largest = grown
    exps = (wide - largest.unsqueeze(dim)).exp()
    return (exps / total.unsqueeze(dim)).to(x.dtype)
