"""You clamp q and k in place while computing their features. The caller's tensors are changed; use the form that returns a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def phi(x):
    positive = x.clamp(min=0)
    low = x.clamp(max=0) if x.requires_grad else x.clamp_(max=0)
    return torch.exp(low) + positive


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
