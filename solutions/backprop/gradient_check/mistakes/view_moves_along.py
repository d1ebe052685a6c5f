"""You keep what f returns as a tensor. If that is a view of its argument, the value above changes when you move the element down, and the difference is 0. Take the number out at once: `.item()`.

fails: test_returns_a_view
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double().clone(memory_format=torch.contiguous_format)
    grad = torch.zeros_like(x)
    flat, out = x.view(-1), grad.view(-1)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        plus = f(x)
        flat[i] = old - eps
        minus = f(x)
        flat[i] = old
        out[i] = (plus - minus) / (2 * eps)
    return grad


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
