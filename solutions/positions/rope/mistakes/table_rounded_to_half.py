"""You cast cosine and sine to bfloat16 and rotate there: the table, each product and each sum are rounded. Rotate in float32 and round once, at the end.

fails: test_bfloat16_is_rounded_once
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
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    x1, x2 = x[..., : D // 2], x[..., D // 2 :]
    out = torch.cat([x1 * cos - x2 * sin, x2 * cos + x1 * sin], dim=-1)
    return out.to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
