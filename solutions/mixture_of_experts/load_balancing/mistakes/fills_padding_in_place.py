"""You write zeros over the logits of padding, in the tensor that the caller still routes by. Take padding out, or fill a copy.

fails: test_leaves_arguments_alone
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    if mask is not None:
        logits.data[~mask] = 0
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
