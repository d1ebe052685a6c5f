"""In your attention queries and keys start at the same position: either the keys are shifted by the offset as well, or the queries are not. Only distances count, so it comes out as if there were no offset: a new query at the end of the cache is taken for one at its beginning. The queries start at `offset`, the keys at 0.

fails: test_attention_offset
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
    x1, x2 = x[..., : D // 2].to(dtype), x[..., D // 2 :].to(dtype)
    out = torch.cat([x1 * cos - x2 * sin, x2 * cos + x1 * sin], dim=-1)
    return out.to(x.dtype)


def rope_attention(q, k, v, offset=0, base=10000.0):
    q = rope(q, offset, base)
    k = rope(k, offset, base)
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1) @ v
