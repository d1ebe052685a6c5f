"""You ADD a very negative number to hidden scores instead of putting it in their place. In a row in which nothing is visible all places are shifted alike, so in half precision they overflow to -inf and give NaN, or keep their differences, and hidden scores get gradients. Replace them.

fails: test_nothing_visible
"""

import torch


def causal_mask(length, device=None):
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


def sliding_mask(length, window, causal=True, device=None):
    i = torch.arange(length, device=device)[:, None]
    j = torch.arange(length, device=device)[None, :]
    if causal:
        return (j <= i) & (i - j <= window)
    return (i - j).abs() <= window


def prefix_mask(length, prefix, device=None):
    j = torch.arange(length, device=device)
    return (j <= j[:, None]) | (j < prefix)


def padding_mask(lengths, length):
    return torch.arange(length, device=lengths.device) < lengths[:, None]


def apply_mask(scores, mask):
    return scores + (~mask).to(scores.dtype) * -(2.0**15)
