"""Perplexity as a product of 1 / p ** (1 / n), with a loop over sequences and tokens."""

import torch
from torch import Tensor


def sequence_nll(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Go through the tokens one by one, in float64."""
    dtype = torch.promote_types(logits.dtype, torch.float32)
    nll = torch.zeros(len(logits), dtype=torch.float64, device=logits.device)
    for b, t in mask.nonzero().tolist():
        row = logits[b, t].double()
        shifted = row - row.max()
        nll[b] += shifted.exp().sum().log() - shifted[targets[b, t]]
    return nll.to(dtype)


def perplexity(logits: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Multiply the n-th roots of each sequence's inverse likelihood."""
    n = max(int(mask.sum()), 1)
    roots = torch.exp(sequence_nll(logits.double(), targets, mask) / n)
    return roots.prod().to(torch.promote_types(logits.dtype, torch.float32))
