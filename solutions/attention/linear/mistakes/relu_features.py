"""Your features are ReLUs: zero for half of all entries. A query or key with no positive entry then has no weight at all, and 0 / 0 is NaN. phi is elu + 1, positive everywhere.

fails: test_values
"""

import torch


def phi(x):
    return x.clamp(min=0)


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
