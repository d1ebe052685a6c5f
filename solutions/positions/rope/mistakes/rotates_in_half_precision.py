"""You never leave the dtype of x: positions, angles, cosines and products are all bfloat16. It has 8 significant bits, so position 257 becomes 256 and far-away tokens share a place, and every step rounds again. Work in float32 and cast the result back at the end.

fails: test_bfloat16_far_out
"""

import torch


def rope(x, offset=0, base=10000.0):
    T, D = x.shape[-2:]
    if D % 2 != 0:
        raise ValueError("D must be even")
    dtype = x.dtype
    freqs = base ** (-torch.arange(0, D, 2, dtype=dtype, device=x.device) / D)
    pos = torch.arange(offset, offset + T, dtype=dtype, device=x.device)
    angles = torch.outer(pos, freqs)
    cos, sin = angles.cos(), angles.sin()
    x1, x2 = x[..., : D // 2], x[..., D // 2 :]
    out = torch.cat([x1 * cos - x2 * sin, x2 * cos + x1 * sin], dim=-1)
    return out.to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
