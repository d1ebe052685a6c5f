"""You replace the probabilities of padding by 0 after the softmax. The loss is right, but on the way
back the 0 that arrives at the softmax of NaN is multiplied by NaN, and the gradient is spoilt.
Take padding out, or fill it, BEFORE the softmax.

fails: test_what_padding_holds_does_not_matter
"""

import torch
import torch.nn.functional as F


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    flat = logits.reshape(-1, n)
    keep = torch.ones_like(flat[:, 0], dtype=torch.bool) if mask is None else mask.reshape(-1)
    total = keep.sum().clamp(min=1)
    picks = F.one_hot(flat.topk(k, dim=-1).indices, n).sum(1) * keep[:, None]
    f = picks.sum(0).to(flat.dtype) / (total * k)
    p = torch.where(keep[:, None], flat.softmax(dim=-1), 0.0).sum(0) / total
    return coef * n * (f * p).sum()
