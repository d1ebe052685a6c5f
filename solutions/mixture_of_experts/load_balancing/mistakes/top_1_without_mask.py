"""You wrote the loss of a router with one expert a token and without padding: argmax in place of the k
choices, and means over all rows. The other choices are load as well, and padding is none. Count all
k, and leave padding out of both means.

fails: test_values[(9, 5)-2]
"""

import torch.nn.functional as F


def load_balancing_loss(logits, k=1, coef=0.01, mask=None):
    n = logits.shape[-1]
    flat = logits.reshape(-1, n)
    f = F.one_hot(flat.argmax(dim=-1), n).to(flat.dtype).mean(dim=0)
    p = flat.softmax(dim=-1).mean(dim=0)
    return coef * n * (f * p).sum()
