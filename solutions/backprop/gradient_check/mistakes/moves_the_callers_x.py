"""You move the elements of the caller's x, and put them back afterwards. For a float64 x, `.double()` makes no copy. If f looks at x itself it sees it move, and if f raises, x stays moved. Clone it.

fails: test_leaves_x_alone
"""

import torch


def numerical_gradient(f, x, eps=1e-5):
    x = x.detach().double()
    x = x if x.is_contiguous() else x.contiguous()
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
    bottom = max(numerical.norm().item(), claimed.norm().item())
    if bottom == 0:
        return 0.0
    return top / bottom
