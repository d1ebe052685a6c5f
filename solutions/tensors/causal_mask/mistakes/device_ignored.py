"""You make the mask on the default device whatever `device` says. On a GPU the first use beside the scores then raises, or costs a copy at every call. Pass `device` on to the function that makes the tensor.

fails: test_device_is_followed
"""

import torch


def causal_mask(length, device=None):
    return torch.ones(length, length, dtype=torch.bool).tril()


def sliding_mask(length, window, causal=True, device=None):
    i = torch.arange(length)[:, None]
    j = torch.arange(length)[None, :]
    if causal:
        return (j <= i) & (i - j <= window)
    return (i - j).abs() <= window


def prefix_mask(length, prefix, device=None):
    j = torch.arange(length)
    return (j <= j[:, None]) | (j < prefix)


def padding_mask(lengths, length):
    return torch.arange(length, device=lengths.device) < lengths[:, None]


def apply_mask(scores, mask):
    return scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
