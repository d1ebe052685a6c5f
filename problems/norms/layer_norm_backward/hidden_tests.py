"""Hidden tests of norms/layer_norm_backward."""

import pytest
import torch

SHAPES = [(4, 8), (6, 6), (2, 3, 5), (7,), (2, 2, 3, 4)]


@pytest.fixture
def arguments(randn):
    """`arguments(shape, dtype)`: a random grad_out, x and weight."""

    def make(*shape, dtype=torch.float32):
        grad_out, x = (randn(*shape, dtype=dtype) for _ in range(2))
        return grad_out + 0.5, x, randn(shape[-1], dtype=dtype) + 1

    return make


def named(gradients):
    """Return the three gradients by their names."""
    return dict(zip(("grad_x", "grad_weight", "grad_bias"), gradients, strict=True))


@pytest.mark.shape
@pytest.mark.parametrize("shape", [*SHAPES, (0, 4)], ids=str)
def test_shape(solution, observe, arguments, shape):
    """The gradients are three, with the shapes of x, weight and bias."""
    gradients = solution.layer_norm_backward(*arguments(*shape))
    observe([tuple(gradient.shape) for gradient in gradients], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, arguments, dtype):
    """The gradients have the dtype of x."""
    gradients = solution.layer_norm_backward(*arguments(3, 4, dtype=dtype))
    observe([str(gradient.dtype) for gradient in gradients], "the dtypes")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_grad_bias(solution, observe, arguments, shape):
    """The gradient of bias is grad_out, summed over all rows."""
    observe(named(solution.layer_norm_backward(*arguments(*shape)))["grad_bias"], "grad_bias")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_grad_weight(solution, observe, arguments, shape):
    """The gradient of weight is grad_out times the normalised x, summed over all rows."""
    observe(named(solution.layer_norm_backward(*arguments(*shape)))["grad_weight"], "grad_weight")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_grad_x(solution, observe, arguments, shape):
    """The gradient of x flows directly, through the mean and through the variance of its row."""
    observe(named(solution.layer_norm_backward(*arguments(*shape)))["grad_x"], "grad_x")


def test_scaled_rows(solution, observe, arguments):
    """Rows ten times as large have a gradient a tenth as large."""
    grad_out, x, weight = arguments(4, 8)
    observe(named(solution.layer_norm_backward(grad_out, x * 10, weight))["grad_x"], "grad_x")


@pytest.mark.parametrize("shape", [(4, 8), (2, 3, 5)], ids=str)
def test_float64(solution, observe, arguments, shape):
    """In float64 the gradients are exact to float64's precision."""
    gradients = solution.layer_norm_backward(*arguments(*shape, dtype=torch.float64))
    observe(named(gradients), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("features", [1, 2, 3])
def test_short_rows(solution, observe, arguments, features):
    """In rows of one, two and three features the terms of mean and variance weigh most."""
    gradients = named(solution.layer_norm_backward(*arguments(5, features), eps=0.1))
    for name, gradient in gradients.items():
        # what remains of grad_x may be little beside its three terms
        observe(gradient, name, atol=2e-4, rtol=1e-4)


@pytest.mark.edges
def test_eps(solution, observe, arguments):
    """The given eps counts inside the root, and in the term of the variance too."""
    grad_out, x, weight = arguments(3, 8)
    for eps in (0.5, 4.0):
        gradients = solution.layer_norm_backward(grad_out, x, weight, eps=eps)
        observe(named(gradients), f"the gradients with eps={eps}")


@pytest.mark.edges
def test_default_eps(solution, observe, arguments):
    """Without eps, 1e-5 is added to the variance."""
    grad_out, x, weight = arguments(3, 8)
    observe(named(solution.layer_norm_backward(grad_out, x * 3e-3, weight)), "the gradients")


@pytest.mark.edges
def test_equal_numbers(solution, observe, arguments):
    """A row of equal numbers gives finite gradients."""
    grad_out, x, weight = arguments(3, 8)
    x[1] = 2.0
    observe(named(solution.layer_norm_backward(grad_out, x, weight)), "the gradients")


@pytest.mark.edges
def test_large_mean(solution, observe, arguments):
    """A row far from zero keeps its first digits."""
    grad_out, x, weight = arguments(4, 32)
    # steps of 1/64 near 1000 are exact in float32
    far = (x * 64).round() / 64 + 1000
    gradients = named(solution.layer_norm_backward(grad_out, far, weight))
    observe(gradients, "rows of about 1000", atol=1e-2)


@pytest.mark.edges
def test_zero_gain(solution, observe, arguments):
    """A gain of zero stops what flows into x, and not what flows into weight."""
    grad_out, x, weight = arguments(4, 6)
    weight[2] = 0
    observe(named(solution.layer_norm_backward(grad_out, x, weight)), "the gradients")


@pytest.mark.edges
def test_empty_batch(solution, observe, arguments):
    """Over an empty batch the gradients of weight and bias are zeros."""
    gradients = solution.layer_norm_backward(*arguments(0, 4))
    observe(named(gradients), "the gradients")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views are worked on along their own last dimension."""
    grad_out, x = randn(5, 3, 4).transpose(0, 2), randn(5, 3, 4).transpose(0, 2)
    observe(named(solution.layer_norm_backward(grad_out, x, randn(5))), "the gradients")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments):
    """None of the arguments is changed."""
    grad_out, x, weight = arguments(4, 8)
    solution.layer_norm_backward(grad_out, x, weight)
    observe([grad_out, x, weight], "grad_out, x and weight after the call")


@pytest.mark.cost
def test_builds_no_jacobian(solution, observe, arguments, cost):
    """Memory stays within a few tensors of the size of x: no (C, C) matrix a row is built."""
    peak = cost(solution.layer_norm_backward, *arguments(16, 128)).peak_bytes
    observe.at_most(peak, "the peak bytes at 16 rows of 128 features", times=5)


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """256 rows of 512 features."""
    grad_out, x, weight = randn(rows, 512), randn(rows, 512), randn(512)
    return lambda: solution.layer_norm_backward(grad_out, x, weight)
