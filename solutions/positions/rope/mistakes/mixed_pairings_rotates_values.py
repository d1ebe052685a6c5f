"""You mix the two pairings: the table repeats each angle twice in a row, which is for neighbours, while x is split into halves. The two members of a pair then turn by different angles, which is no rotation and changes the norm. For halves the table is repeated as a whole. And values are not to be rotated.

fails: test_values
"""

import torch


def rope(x, offset=0, base=10000.0):
    T, D = x.shape[-2:]
    if D % 2 != 0:
        raise ValueError("D must be even")
    inv_freq = 1.0 / base ** (torch.arange(0, D, 2, device=x.device) / D)
    pos = torch.arange(offset, offset + T, device=x.device)
    angles = torch.outer(pos, inv_freq).repeat_interleave(2, dim=-1)
    x1, x2 = x.chunk(2, dim=-1)
    rotated = torch.cat([-x2, x1], dim=-1)
    return (x * angles.cos() + rotated * angles.sin()).to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q, k, v = rope(q, offset, base), rope(k, 0, base), rope(v, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
