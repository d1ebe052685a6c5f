"""You write the softmax out without subtracting the maximum. In float32 exp overflows from about 89 on,
and inf over inf is NaN. Subtract the largest logit first, or use softmax.

fails: test_large_logits
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.exp() / tokens.exp().sum(-1, keepdim=True)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
