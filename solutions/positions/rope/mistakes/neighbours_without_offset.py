"""You pair neighbours, 2i with 2i + 1, as the paper does, and count positions from 0 whatever the offset. Both pairings are sound, but here feature i goes with i + D/2; and a single new token would always be rotated to position 0.

fails: test_values
"""

import torch


def rope(x, offset=0, base=10000.0):
    T, D = x.shape[-2:]
    if D % 2 != 0:
        raise ValueError("D must be even")
    inv_freq = 1.0 / base ** (torch.arange(0, D, 2, device=x.device) / D)
    angles = torch.arange(T, device=x.device)[:, None] * inv_freq
    cos, sin = angles.cos(), angles.sin()
    x1, x2 = x[..., 0::2], x[..., 1::2]
    out = torch.stack([x1 * cos - x2 * sin, x1 * sin + x2 * cos], dim=-1)
    return out.flatten(-2).to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q, k = rope(q, offset, base), rope(k, 0, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
