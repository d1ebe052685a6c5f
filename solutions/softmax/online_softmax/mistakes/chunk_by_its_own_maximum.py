"""You take the chunk's terms relative to the chunk's own maximum and add them to a sum relative to the running one. Where an earlier chunk holds a larger score, the new terms count too much. Subtract the same new maximum from both.

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
        peak = wide.amax(-1)
        peak = peak.masked_fill(peak == -torch.inf, 0)
        terms = (wide - peak.unsqueeze(-1)).exp().sum(-1)
        total = total * (largest - shift).exp() + terms
        largest = new
    return largest, total


def online_softmax(x, chunk_size):
    if chunk_size < 1:
        raise ValueError("chunk_size must be at least 1")
    parts = x.split(chunk_size, -1)
    largest, total = online_stats(parts)
    exps = [(widen(part) - largest.unsqueeze(-1)).exp() for part in parts]
    return (torch.cat(exps, -1) / total.unsqueeze(-1)).to(x.dtype)
