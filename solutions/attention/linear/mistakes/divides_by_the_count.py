"""You divide by the number of visible keys. That is the average of the products and not one whose weights sum to one: divide by the sum of phi(q) . phi(k).

fails: test_values
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


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
    T = q.shape[-2]
    count = torch.arange(1, T + 1, device=q.device) if causal else k.shape[-2]
    return num / (count * torch.ones(T, device=q.device)).to(q.dtype)[:, None]
