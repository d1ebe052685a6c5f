"""You take the mean of f * P, so the loss is divided by N where it should be multiplied, and your f is
divided by the tokens alone. With even use the loss would shrink with the square of N and grow with k.
It is N times the SUM, and f counts k choices a token.

fails: test_values[(9, 5)-2]
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits[mask] if mask is not None else logits.reshape(-1, n)
    chosen = torch.topk(tokens, k, dim=-1).indices
    total = max(len(tokens), 1)
    f = F.one_hot(chosen, n).sum(dim=1).sum(dim=0).to(tokens.dtype) / total
    p = torch.softmax(tokens, dim=-1).sum(dim=0) / total
    return coef * (f * p).mean()
