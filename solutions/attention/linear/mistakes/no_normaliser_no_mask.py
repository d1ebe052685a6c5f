"""You never divide by the sum of the weights, and the causal case sees all keys. Without the division the result grows with the length; and a causal query needs the running sums up to its own token.

fails: test_values
"""

import torch


def phi(x):
    return torch.exp(x.clamp(max=0)) + x.clamp(min=0)


def linear_attention(q, k, v, causal=False):
    return phi(q) @ (phi(k).transpose(-2, -1) @ v)
