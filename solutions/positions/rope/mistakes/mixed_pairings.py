"""You split x into halves, and your angles are repeated twice in a row, which is the table for neighbours. The two members of a pair then turn by different angles, which is no rotation. For halves repeat the table as a whole: `cat([angles, angles])`.

fails: test_values
"""

import torch


def rope(x, offset=0, base=10000.0):
    T, D = x.shape[-2:]
    if D % 2 != 0:
        raise ValueError("D must be even")
    dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
    freqs = base ** (-torch.arange(0, D, 2, dtype=dtype, device=x.device) / D)
    pos = torch.arange(T, dtype=dtype, device=x.device) + offset
    angles = torch.outer(pos, freqs)
    angles = angles.repeat_interleave(2, dim=-1)
    wide = x.to(dtype)
    partner = torch.cat([-wide[..., D // 2 :], wide[..., : D // 2]], dim=-1)
    out = wide * angles.cos() + partner * angles.sin()
    return out.to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
