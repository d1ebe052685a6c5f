"""Your features are exp(x) on both sides of zero. Above it phi is x + 1, which grows slowly; an exponential overflows in float32 beyond 88.

fails: test_values
"""

import torch


def phi(x):
    return torch.exp(x)


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
