"""You multiply by the mask at the end. Whatever padding holds goes through softmax first, and NaN times 0 is NaN. Take padding out, or fill it, before.

fails: test_what_padding_holds_does_not_matter
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    flat = logits.reshape(-1, n)
    w = torch.ones_like(flat[:, 0]) if mask is None else mask.reshape(-1).to(flat.dtype)
    m = w.sum().clamp(min=1)
    hot = torch.nn.functional.one_hot(flat.topk(k).indices, n).sum(1).to(flat.dtype)
    f = (hot * w[:, None]).sum(0) / (m * k)
    p = (flat.softmax(-1) * w[:, None]).sum(0) / m
    return coef * n * (f * p).sum()
