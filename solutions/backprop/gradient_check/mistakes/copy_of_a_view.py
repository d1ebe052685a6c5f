"""You make the flat view with `reshape`. On a transposed x that is a copy: you move elements of which f sees nothing, and every slope is 0.

fails: test_not_contiguous
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double().clone()
    grad = torch.zeros_like(x)
    flat, out = x.reshape(-1), torch.zeros(x.numel(), dtype=x.dtype)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        plus = f(x).item()
        flat[i] = old - eps
        minus = f(x).item()
        flat[i] = old
        out[i] = (plus - minus) / (2 * eps)
    return out.reshape(x.shape)


def gradient_check(f, x, gradient, eps=1e-5):
    if gradient.shape != x.shape:
        raise ValueError("shapes differ")
    numerical = numerical_gradient(f, x, eps)
    claimed = gradient.double()
    top = (numerical - claimed).norm().item()
    bottom = max(numerical.norm().item(), claimed.norm().item())
    if bottom == 0:
        return 0.0
    return top / bottom
