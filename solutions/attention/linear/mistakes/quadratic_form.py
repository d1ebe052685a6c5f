"""You compute the weights of all pairs and then average. The result is right, and a T x T matrix is what was to be avoided: multiply phi(k) with v first.

fails: test_work_grows_as_t
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


def linear_attention(q, k, v, causal=False):
    weights = phi(q) @ phi(k).transpose(-2, -1)
    if causal:
        weights = torch.tril(weights)
    return weights @ v / weights.sum(dim=-1, keepdim=True)
