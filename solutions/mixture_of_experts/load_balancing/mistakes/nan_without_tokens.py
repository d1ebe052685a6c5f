"""You divide by the number of tokens, and for a batch of padding alone that is 0 over 0. The NaN is
added to the loss of the task and spoils it, too. Divide by at least one.

fails: test_no_tokens
"""

import torch


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    tokens = logits.reshape(-1, n) if mask is None else logits[mask]
    m = torch.tensor(float(len(tokens)), device=logits.device)
    chosen = tokens.topk(k).indices
    f = torch.bincount(chosen.flatten(), minlength=n).to(logits.dtype) / (m * k)
    probs = tokens.softmax(-1)
    p = probs.sum(0) / m
    return coef * n * (f * p).sum()
