"""You take the value above from the value below, so every slope has the wrong sign.

fails: test_gradient
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double().clone(memory_format=torch.contiguous_format)
    grad = torch.zeros_like(x)
    flat, out = x.view(-1), grad.view(-1)
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        plus = f(x).item()
        flat[i] = old - eps
        minus = f(x).item()
        flat[i] = old
        out[i] = (minus - plus) / (2 * eps)
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
