"""Softmax over all experts, then the chosen probabilities over their sum: the same numbers."""

import torch
from torch import Tensor


def route(logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return (weights, experts)."""
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("k")
    experts = torch.topk(logits, k).indices
    precise = logits.to(torch.promote_types(logits.dtype, torch.float32))
    best = torch.gather(torch.softmax(precise, -1), -1, experts)
    return (best / best.sum(-1, keepdim=True)).to(logits.dtype), experts
