"""Your f is the mean probability as well, so you have the sum of P squared, and a gradient through both factors. f counts what was really CHOSEN.

fails: test_values[(9, 5)-1]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    f = p
    return coef * n * (f * p).sum()
