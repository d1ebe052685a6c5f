"""You detach the probabilities, and nothing is left for a gradient to move. The counts have none, so P
is all through which the router can be pushed towards balance.

fails: test_gradients[1]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.detach().softmax(-1) + 0 * tokens.sum()
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
