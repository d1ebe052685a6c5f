"""You sum along dimension 1, which are the tokens of (B, T, D) only. Without a batch, or with heads, it is something else. Count from the back.

fails: test_causal_shape
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


def linear_attention(q, k, v, causal=False):
    q, k = phi(q), phi(k)
    if causal:
        B, T, D = k.shape
        kv = torch.einsum("...td,...te->...tde", k, v).cumsum(dim=1)
        z = k.cumsum(dim=1)
        num = torch.einsum("...td,...tde->...te", q, kv)
        den = torch.einsum("...td,...td->...t", q, z)
    else:
        kv = torch.einsum("...sd,...se->...de", k, v)
        z = k.sum(dim=-2)
        num = torch.einsum("...td,...de->...te", q, kv)
        den = torch.einsum("...td,...d->...t", q, z)
    return num / den[..., None]
