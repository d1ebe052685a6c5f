"""You choose between x + 1 and exp(x) with `torch.where`, which computes both. For a large x the exponential is infinite; it is not chosen, but its gradient is infinity times zero, NaN. Clamp what goes into the exponential.

fails: test_gradients_of_large_entries
"""

import torch


def phi(x):
    return torch.where(x > 0, x + 1, torch.exp(x))


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
