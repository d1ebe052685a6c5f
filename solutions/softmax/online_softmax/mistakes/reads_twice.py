"""You go over the chunks once for the maximum and a second time for the sum. An iterator is used up after the first pass, so the second sees nothing; and one pass is the point of the online form. Carry both numbers along together.

fails: test_stats[1]
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def online_stats(chunks):
    largest = None
    for chunk in chunks:
        peak = widen(chunk).amax(-1)
        largest = peak if largest is None else torch.maximum(largest, peak)
    total = torch.zeros_like(largest)
    shift = largest.masked_fill(largest == -torch.inf, 0)
    for chunk in chunks:
        total = total + (widen(chunk) - shift.unsqueeze(-1)).exp().sum(-1)
    return largest, total


def online_softmax(x, chunk_size):
    if chunk_size < 1:
        raise ValueError("chunk_size must be at least 1")
    parts = x.split(chunk_size, -1)
    largest, total = online_stats(parts)
    exps = [(widen(part) - largest.unsqueeze(-1)).exp() for part in parts]
    return (torch.cat(exps, -1) / total.unsqueeze(-1)).to(x.dtype)
