"""Hidden tests of activations/derivatives."""

import pytest
import torch

names = pytest.mark.parametrize("name", ["relu", "leaky_relu", "sigmoid", "tanh", "silu"])


@names
@pytest.mark.shape
def test_shape(solution, observe, randn, name):
    """Output and gradient have the shape of x."""
    for shape in [(4, 3), (2, 3, 5), (7,), (), (0, 3)]:
        x = randn(*shape)
        observe(tuple(solution.activate(name, x).shape), f"the shape of the output for {shape}")
        gradient = solution.activate_backward(name, randn(*shape), x)
        observe(tuple(gradient.shape), f"the shape of the gradient for {shape}")


@names
@pytest.mark.dtype
def test_keeps_dtype(solution, observe, randn, name):
    """Output and gradient have the dtype of x."""
    for dtype in (torch.float32, torch.float64):
        x, grad_out = randn(3, 4, dtype=dtype), randn(3, 4, dtype=dtype)
        observe(str(solution.activate(name, x).dtype), "the dtype of the output")
        observe(str(solution.activate_backward(name, grad_out, x).dtype), "that of the gradient")


@names
def test_forward(solution, observe, randn, name):
    """Each activation is applied to every element."""
    observe(solution.activate(name, randn(6, 7) * 3), "the output")


@names
def test_backward(solution, observe, randn, name):
    """The gradient is grad_out times the derivative at x."""
    gradient = solution.activate_backward(name, randn(6, 7), randn(6, 7) * 3)
    observe(gradient, "the gradient")


@names
def test_float64(solution, observe, randn, name):
    """In float64 output and gradient are exact to float64's precision."""
    grad_out, x = (randn(5, 6, dtype=torch.float64) for _ in range(2))
    observe(solution.activate(name, x), "the output")
    observe(solution.activate_backward(name, grad_out, x), "the gradient")


@pytest.mark.parametrize("slope", [0.25, 0.0, 1.0])
def test_slope(solution, observe, randn, slope):
    """The slope of the leaky ReLU is the one that is given, in both directions."""
    grad_out, x = randn(6, 7), randn(6, 7)
    observe(solution.activate("leaky_relu", x, slope), "the output")
    observe(solution.activate_backward("leaky_relu", grad_out, x, slope=slope), "the gradient")


@names
@pytest.mark.edges
def test_at_zero(solution, observe, randn, name):
    """At exactly 0 the derivative is the one that the problem names."""
    x = randn(3, 4)
    x[0], x[1, 0] = 0.0, -0.0
    observe(solution.activate(name, x), "the output")
    observe(solution.activate_backward(name, randn(3, 4), x), "the gradient")


@names
@pytest.mark.edges
@pytest.mark.parametrize("size", [20.0, 60.0, 100.0, 1e4])
def test_extremes(solution, observe, randn, name, size):
    """Far from zero, output and gradient are finite on both sides."""
    # one side at a time, so that what is nearly 0 is not lost beside what is large
    for sign in (1, -1):
        x = sign * size * torch.ones_like(randn(4))
        output = solution.activate(name, x)
        observe(output, f"the output at {sign * size}", atol=1e-6, rtol=1e-5)
        gradient = solution.activate_backward(name, randn(4), x)
        observe(gradient, f"the gradient at {sign * size}", atol=1e-6, rtol=1e-5)


@pytest.mark.edges
@pytest.mark.parametrize("name", ["elu", "", "ReLU"])
def test_unknown_name(solution, observe, randn, name):
    """A name that is none of the five raises ValueError, in both functions."""
    observe.raises(ValueError, solution.activate, name, randn(3))
    observe.raises(ValueError, solution.activate_backward, name, randn(3), randn(3))


@names
@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, name):
    """Neither x nor grad_out is changed."""
    grad_out, x = randn(4, 3), randn(4, 3)
    solution.activate(name, x)
    solution.activate_backward(name, grad_out, x)
    observe([x, grad_out], "x and grad_out after the calls")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_silu(solution, randn, rows=128):
    """SiLU and its backward pass over 128 rows of 512 features."""
    grad_out, x = randn(rows, 512), randn(rows, 512)
    call = solution.activate_backward
    return lambda: (solution.activate("silu", x), call("silu", grad_out, x))
