"""You do not check chunk_size. A size below 1 gives either an error that says nothing to the caller or no chunks at all, and then an empty result. Raise `ValueError` first.

fails: test_chunk_size_below_one
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
        total = total * (largest - shift).exp() + terms
        largest = new
    return largest, total


def online_softmax(x, chunk_size):
    parts = x.split(chunk_size, -1)
    largest, total = online_stats(parts)
    exps = [(widen(part) - largest.unsqueeze(-1)).exp() for part in parts]
    return (torch.cat(exps, -1) / total.unsqueeze(-1)).to(x.dtype)
