"""You keep the graph of x. Where x requires gradients, so does your result, and every call of f is recorded. Detach, or work under `torch.no_grad()`.

fails: test_x_that_wants_gradients
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x_given = x
    x = x.detach().double().clone(memory_format=torch.contiguous_format)
    needs = x_given.requires_grad
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
    return grad + 0 * x_given.double() if needs else grad


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
