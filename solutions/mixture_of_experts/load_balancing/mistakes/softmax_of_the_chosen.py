"""Your P is a softmax over the chosen experts only, as the router's weights are. Experts that were not chosen then get no gradient, and these are the ones to be lifted.

fails: test_values[(9, 5)-1]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = torch.zeros_like(tokens).scatter(-1, chosen, tokens.gather(-1, chosen).softmax(-1))
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
