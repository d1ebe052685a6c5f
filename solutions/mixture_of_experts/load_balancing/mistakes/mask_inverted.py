"""You count the padding and leave out the tokens. In this mask True means that a token counts, as in
most of PyTorch's masks of what may be seen.

fails: test_padding[(8, 5)]
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[~mask]
    m = max(len(tokens), 1)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
