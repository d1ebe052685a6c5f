"""You take a forward difference, in the dtype of x, and you move x itself. In float32 the two values agree in all digits but a few, and the quotient is mostly rounding; one-sided, its error falls as eps and not as eps^2. Copy x to float64 and go to both sides.

fails: test_gradient
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    grad = torch.zeros_like(x)
    flat, out = x.detach().reshape(-1), grad.view(-1)
    base = f(x.detach()).item()
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + eps
        out[i] = (f(x.detach()).item() - base) / eps
        flat[i] = old
    return grad


def gradient_check(f, x, gradient, eps=1e-5):
    numerical = numerical_gradient(f, x, eps)
    return ((numerical - gradient).norm() / (numerical.norm() + gradient.norm())).item()
