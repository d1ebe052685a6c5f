"""Warns, and logs to the standard error stream.

problem: attention/multi_head
row: 8
"""

import logging
import warnings

import torch
from torch import nn

logging.basicConfig(level=logging.DEBUG)
log = logging.getLogger(__name__)


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        if n_embd % n_heads:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(n_embd, n_embd, bias=False))

    def forward(self, x, causal=False):
        warnings.warn("scores of T x T are held in memory")
        log.debug("x has the shape %s", tuple(x.shape))
        return self._attend(x, causal)

    def _attend(self, x, causal=False):
        q, k, v = (
            proj(x).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for proj in (self.q_proj, self.k_proj, self.v_proj)
        )
        scores = q @ k.mT * q.shape[-1] ** -0.5
        if causal:
            future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(x.shape))
