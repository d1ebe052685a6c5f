"""You subtract in place from the claimed gradient, which is the caller's where it already is in float64.

fails: test_leaves_the_claim_alone
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
    bottom = max(numerical.norm().item(), claimed.norm().item())
    top = claimed.sub_(numerical).norm().item()
    if bottom == 0:
        return 0.0
    return top / bottom
