"""You pair neighbours, 2i with 2i + 1, as the paper does. It is as good a rotation, but another one: weights trained with pairs of halves do not work with it. Here feature i goes with i + D/2.

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
    cos, sin = angles.cos(), angles.sin()
    x1, x2 = x[..., 0::2].to(dtype), x[..., 1::2].to(dtype)
    out = torch.stack([x1 * cos - x2 * sin, x2 * cos + x1 * sin], dim=-1).flatten(-2)
    return out.to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
