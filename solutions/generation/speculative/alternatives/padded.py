"""A draft of nothing behind the last token: with a row of zeros, the bonus is a residual too."""

import torch
from torch import Tensor


def speculative_step(tokens: Tensor, q: Tensor, p: Tensor, uniforms: Tensor) -> Tensor:
    """Treat the place after the draft like a rejection; p - 0 is p."""
    padded = torch.cat([q, torch.zeros_like(p[:1])])
    ratio = (p[:-1] / q).gather(1, tokens.unsqueeze(1)).squeeze(1)
    rejected = torch.cat([uniforms[:-1] >= ratio, torch.ones_like(uniforms[-1:]) > 0])
    n = rejected.int().argmax()
    missing = torch.maximum(p[n] - padded[n], torch.zeros_like(p[n]))
    sums = missing.cumsum(0)
    hit = sums / sums[-1] > uniforms[-1]
    return torch.cat([tokens[:n], hit.int().argmax().reshape(1)])
