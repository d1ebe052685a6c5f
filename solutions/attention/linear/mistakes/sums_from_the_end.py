"""Your running sums go from the end to the front: token i sees what comes after it. The past is what comes before.

fails: test_causal
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


def linear_attention(q, k, v, causal=False):
    q, k = phi(q), phi(k)
    if causal:
        kv = torch.einsum("...td,...te->...tde", k, v).flip(-3).cumsum(dim=-3).flip(-3)
        z = k.flip(-2).cumsum(dim=-2).flip(-2)
        num = torch.einsum("...td,...tde->...te", q, kv)
        den = torch.einsum("...td,...td->...t", q, z)
    else:
        kv = torch.einsum("...sd,...se->...de", k, v)
        z = k.sum(dim=-2)
        num = torch.einsum("...td,...de->...te", q, kv)
        den = torch.einsum("...td,...d->...t", q, z)
    return num / den[..., None]
