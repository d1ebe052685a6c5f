"""You divide the count by the tokens and not by the choices, so even use gives k times the coefficient.
And you weigh by the mask at the end: NaN in padding stays NaN, and a batch of padding alone is 0 over
0. Take padding out first, divide the count by k as well, and by at least one.

fails: test_values[(9, 5)-2]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    probs = torch.softmax(logits.reshape(-1, n), dim=-1)
    top = probs.topk(k, dim=-1).indices
    onehot = torch.zeros_like(probs).scatter(-1, top, 1.0)
    if mask is None:
        f, p = onehot.mean(0), probs.mean(0)
    else:
        m = mask.reshape(-1, 1).to(probs.dtype)
        f, p = (onehot * m).sum(0) / m.sum(), (probs * m).sum(0) / m.sum()
    return coef * n * (f * p).sum()
