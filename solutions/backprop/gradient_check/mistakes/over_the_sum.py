"""You divide by the sum of the two norms, another common definition, by which a sign error has an error of 1. Here it is the larger of the two.

fails: test_wrong_gradient
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
        out[i] = (plus - minus) / (2 * eps)
    return grad


def gradient_check(f, x, gradient, eps=1e-5):
    if gradient.shape != x.shape:
        raise ValueError("shapes differ")
    numerical = numerical_gradient(f, x, eps)
    claimed = gradient.double()
    top = (numerical - claimed).norm().item()
    bottom = numerical.norm().item() + claimed.norm().item()
    if bottom == 0:
        return 0.0
    return top / bottom
