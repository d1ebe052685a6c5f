"""Without tokens you return a new zero. It has no graph, and backward on it raises; a sum over nothing is 0 too, and has one.

fails: test_no_tokens
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    if len(tokens) == 0:
        return torch.zeros((), dtype=logits.dtype, device=logits.device)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
