"""You multiply the whole new sum by exp(old - new), the chunk's terms with it. Those were taken relative to the new maximum already; only the OLD sum has to be rescaled.

fails: test_rising_and_falling
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
        seen = largest > -torch.inf
        factor = torch.where(seen, (largest - shift).exp(), torch.ones_like(shift))
        total = (total + terms) * factor
        largest = new
    return largest, total


def online_softmax(x, chunk_size):
    if chunk_size < 1:
        raise ValueError("chunk_size must be at least 1")
    parts = x.split(chunk_size, -1)
    largest, total = online_stats(parts)
    exps = [(widen(part) - largest.unsqueeze(-1)).exp() for part in parts]
    return (torch.cat(exps, -1) / total.unsqueeze(-1)).to(x.dtype)
