"""Hidden tests of activations/gelu."""

import pytest
import torch

forms = pytest.mark.parametrize("form", ["none", "tanh"])


@forms
@pytest.mark.shape
def test_shape(solution, observe, randn, form):
    """Output and gradient have the shape of x."""
    for shape in [(4, 3), (2, 3, 5), (7,), (), (0, 3)]:
        x = randn(*shape)
        observe(tuple(solution.gelu(x, form).shape), f"the shape of the output for {shape}")
        gradient = solution.gelu_backward(randn(*shape), x, form)
        observe(tuple(gradient.shape), f"the shape of the gradient for {shape}")


@forms
@pytest.mark.dtype
def test_keeps_dtype(solution, observe, randn, form):
    """Output and gradient have the dtype of x."""
    for dtype in (torch.float32, torch.float64):
        x, grad_out = randn(3, 4, dtype=dtype), randn(3, 4, dtype=dtype)
        observe(str(solution.gelu(x, form).dtype), "the dtype of the output")
        observe(str(solution.gelu_backward(grad_out, x, form).dtype), "that of the gradient")


@forms
def test_forward(solution, observe, randn, form):
    """Each form of GELU is applied to every element, and the two are told apart."""
    observe(solution.gelu(randn(16, 17) * 2, form), "the output")


@forms
def test_backward(solution, observe, randn, form):
    """The gradient is grad_out times the derivative of the form that is asked for."""
    gradient = solution.gelu_backward(randn(16, 17), randn(16, 17) * 2, approximate=form)
    observe(gradient, "the gradient")


def test_default_form(solution, observe, randn):
    """Without `approximate`, both functions use the exact form."""
    observe(solution.gelu(randn(16, 17)), "the output")
    observe(solution.gelu_backward(randn(16, 17), randn(16, 17)), "the gradient")


@forms
def test_float64(solution, observe, randn, form):
    """In float64 output and gradient are exact to float64's precision."""
    grad_out, x = (randn(8, 9, dtype=torch.float64) for _ in range(2))
    observe(solution.gelu(x, form), "the output")
    observe(solution.gelu_backward(grad_out, x, form), "the gradient")


@forms
@pytest.mark.edges
@pytest.mark.parametrize("size", [0.0, 20.0, 1e4])
def test_extremes(solution, observe, randn, form, size):
    """At 0 and far from it, output and gradient are finite on both sides."""
    for sign in (1, -1):
        x = sign * size * torch.ones_like(randn(4))
        output = solution.gelu(x, form)
        observe(output, f"the output at {sign * size}", atol=1e-6, rtol=1e-5)
        gradient = solution.gelu_backward(randn(4), x, form)
        observe(gradient, f"the gradient at {sign * size}", atol=1e-6, rtol=1e-5)


@pytest.mark.edges
@pytest.mark.parametrize("form", ["sigmoid", ""])
def test_unknown_form(solution, observe, randn, form):
    """A form that is neither of the two raises ValueError, in both functions."""
    observe.raises(ValueError, solution.gelu, randn(3), form)
    observe.raises(ValueError, solution.gelu_backward, randn(3), randn(3), form)


@forms
@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, form):
    """Neither x nor grad_out is changed."""
    grad_out, x = randn(4, 3), randn(4, 3)
    solution.gelu(x, form)
    solution.gelu_backward(grad_out, x, form)
    observe([x, grad_out], "x and grad_out after the calls")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_exact(solution, randn, rows=128):
    """The exact form and its backward pass over 128 rows of 512 features."""
    grad_out, x = randn(rows, 512), randn(rows, 512)
    return lambda: (solution.gelu(x), solution.gelu_backward(grad_out, x))
