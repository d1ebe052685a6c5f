"""You move all elements at once. The quotient is then the sum of all slopes, one number, which you give to every element. Each element has to be moved alone, while the others stand where they stood.

fails: test_gradient
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double()
    slope = (f(x + eps) - f(x - eps)) / (2 * eps)
    return torch.zeros_like(x) + slope


def gradient_check(f, x, gradient, eps=1e-5):
    numerical = numerical_gradient(f, x, eps)
    return (numerical - gradient.double()).abs().max().item()
