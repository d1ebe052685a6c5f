"""You raise the maximum and keep the old sum as it is. Its terms were taken relative to the old maximum, so they now count too much. Multiply the old sum by exp(old - new) whenever the maximum grows.

fails: test_stats[1]
"""

import torch


def widen(x):
    return x.float() if x.dtype in (torch.float16, torch.bfloat16) else x


def online_stats(chunks):
    largest = total = None
    for chunk in chunks:
        wide = widen(chunk)
        if largest is None:
            largest = torch.full_like(wide[..., 0], -torch.inf)
            total = torch.zeros_like(largest)
        new = torch.maximum(largest, wide.amax(-1))
        shift = new.masked_fill(new == -torch.inf, 0)
        terms = (wide - shift.unsqueeze(-1)).exp().sum(-1)
        total = total + terms
        largest = new
    return largest, total


def online_softmax(x, chunk_size):
    if chunk_size < 1:
        raise ValueError("chunk_size must be at least 1")
    parts = x.split(chunk_size, -1)
    largest, total = online_stats(parts)
    exps = [(widen(part) - largest.unsqueeze(-1)).exp() for part in parts]
    return (torch.cat(exps, -1) / total.unsqueeze(-1)).to(x.dtype)
