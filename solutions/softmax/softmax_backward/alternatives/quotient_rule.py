"""Quotient rule: with unnormalised exponentials e = out, whose sum s happens to be one.

The gradient flows through the numerator, g * e / s, and through the sum, -sum(g * e) / s^2 * e.
"""

from torch import Tensor


def softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Add what arrives through the numerator and what arrives through the sum, in float64."""
    g, e = grad_out.double(), out.double()
    through_numerator = g * e
    through_sum = through_numerator.sum(dim).neg().unsqueeze(dim).expand_as(e) * e
    return (through_numerator + through_sum).to(grad_out.dtype)
