"""Your causal normaliser is the sum over all keys, later ones too. What is above the line stops at token i, so what is below it must too.

fails: test_causal
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


def linear_attention(q, k, v, causal=False):
    q, k = phi(q), phi(k)
    if causal:
        kv = torch.einsum("...td,...te->...tde", k, v).cumsum(dim=-3)
        z = k.sum(dim=-2, keepdim=True).expand_as(k)
        num = torch.einsum("...td,...tde->...te", q, kv)
        den = torch.einsum("...td,...td->...t", q, z)
    else:
        kv = torch.einsum("...sd,...se->...de", k, v)
        z = k.sum(dim=-2)
        num = torch.einsum("...td,...de->...te", q, kv)
        den = torch.einsum("...td,...d->...t", q, z)
    return num / den[..., None]
