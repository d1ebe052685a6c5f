"""You rotate in the dtype of x, but the angles' table is float32 for every x. At position 1000 an angle has then lost three digits, and a float64 result is float64 in name only, wrong from the fifth digit on. Compute the angles in float64 for a float64 x.

fails: test_float64
"""

import torch


def rope(x, offset=0, base=10000.0):
    given, (T, D) = x.dtype, x.shape[-2:]
    if D % 2 != 0:
        raise ValueError("D must be even")
    dtype = torch.float32
    freqs = base ** (-torch.arange(0, D, 2, dtype=dtype, device=x.device) / D)
    pos = torch.arange(T, dtype=dtype, device=x.device) + offset
    angles = torch.outer(pos, freqs)
    cos, sin = angles.cos(), angles.sin()
    x = x.float() if x.dtype == torch.bfloat16 else x
    x1, x2 = x[..., : D // 2], x[..., D // 2 :]
    out = torch.cat([x1 * cos - x2 * sin, x2 * cos + x1 * sin], dim=-1)
    return out.to(given)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
