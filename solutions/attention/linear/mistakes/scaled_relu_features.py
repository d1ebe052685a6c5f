"""Your features are ReLUs, and you scale by sqrt(D). A ReLU is zero for half of all entries, and a query whose features are all zero divides by zero; phi is elu + 1. The scale belongs to softmax attention.

fails: test_values
"""

import torch


def phi(x):
    return torch.relu(x)


def linear_attention(q, k, v, causal=False):
    q, k = phi(q / q.shape[-1] ** 0.5), phi(k)
    if causal:
        kv = torch.einsum("...td,...te->...tde", k, v).cumsum(dim=-3)
        num = torch.einsum("...td,...tde->...te", q, kv)
        den = (q * k.cumsum(dim=-2)).sum(dim=-1, keepdim=True)
    else:
        num = q @ (k.transpose(-2, -1) @ v)
        den = (q * k.sum(dim=-2, keepdim=True)).sum(dim=-1, keepdim=True)
    return num / (den + 1e-6)
