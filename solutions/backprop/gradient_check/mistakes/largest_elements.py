"""You never put an element back, and you measure the error by the largest difference. After the first element has stayed moved, every slope is that at another point; and the error asked for is the norm of the difference over the larger norm, with shapes compared first.

fails: test_gradient
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double().clone(memory_format=torch.contiguous_format)
    grad = torch.zeros_like(x)
    flat, out = x.view(-1), grad.view(-1)
    for i in range(flat.numel()):
        flat[i] += eps
        plus = f(x).item()
        flat[i] -= 2 * eps
        minus = f(x).item()
        out[i] = (plus - minus) / (2 * eps)
    return grad


def gradient_check(f, x, gradient, eps=1e-5):
    numerical = numerical_gradient(f, x, eps)
    claimed = gradient.double()
    top = (numerical - claimed).abs()
    return (top / torch.maximum(numerical.abs(), claimed.abs()).clamp(min=1e-12)).max().item()
