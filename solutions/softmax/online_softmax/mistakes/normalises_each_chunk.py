"""Your softmax divides each chunk by the chunk's own sum, so every chunk sums to one. The sum has to run over the whole row: first the two numbers of all chunks, then the division.

fails: test_softmax[1]
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
    if chunk_size < 1:
        raise ValueError("chunk_size must be at least 1")
    parts = x.split(chunk_size, -1)
    done = []
    for part in parts:
        largest, total = online_stats([part])
        exps = (widen(part) - largest.unsqueeze(-1)).exp()
        done.append(exps / total.unsqueeze(-1))
    return torch.cat(done, -1).to(x.dtype)
