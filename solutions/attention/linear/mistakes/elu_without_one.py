"""Your features are elu(x), without the 1. They are negative below zero, so weights may be negative and their sum zero. phi is elu + 1.

fails: test_values
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0) - 1


def linear_attention(q, k, v, causal=False):
    q, k = phi(q), phi(k)
    if causal:
        kv = torch.einsum("...td,...te->...tde", k, v).cumsum(dim=-3)
        z = k.cumsum(dim=-2)
        num = torch.einsum("...td,...tde->...te", q, kv)
        den = torch.einsum("...td,...td->...t", q, z)
    else:
        kv = torch.einsum("...sd,...se->...de", k, v)
        z = k.sum(dim=-2)
        num = torch.einsum("...td,...de->...te", q, kv)
        den = torch.einsum("...td,...d->...t", q, z)
    return num / den[..., None]
