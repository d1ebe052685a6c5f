"""Hidden tests of activations/swiglu."""

import pytest
import torch

# the shape of the output; the input has twice the features
SHAPES = [(4, 3), (2, 3, 5), (7,), (2, 2, 4, 1), (6, 3)]
HALVES = [torch.float16, torch.bfloat16]


@pytest.fixture
def arguments(randn):
    """`arguments(shape, dtype)`: a grad_out of this shape, and an x with twice the features."""

    def make(*shape, dtype=torch.float32):
        kw = {} if dtype is torch.float32 else {"dtype": dtype}
        return randn(*shape, **kw), randn(*shape[:-1], 2 * shape[-1], **kw) * 2

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape", [*SHAPES, (0, 3), (3, 0)], ids=str)
def test_shape(solution, observe, arguments, shape):
    """The output has half the features of x, and the gradient has the shape of x."""
    grad_out, x = arguments(*shape)
    observe(tuple(solution.swiglu(x).shape), "the shape of the output")
    observe(tuple(solution.swiglu_backward(grad_out, x).shape), "the shape of the gradient")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, *HALVES], ids=str)
def test_keeps_dtype(solution, observe, arguments, dtype):
    """Output and gradient have the dtype of x."""
    grad_out, x = arguments(3, 4, dtype=dtype)
    observe(str(solution.swiglu(x).dtype), "the dtype of the output")
    observe(str(solution.swiglu_backward(grad_out, x).dtype), "the dtype of the gradient")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_forward(solution, observe, arguments, shape):
    """The first half of the last dimension, through SiLU, gates the second half."""
    observe(solution.swiglu(arguments(*shape)[1]), "the output")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_backward_by_b(solution, observe, arguments, shape):
    """The second half of the gradient is grad_out times silu(a)."""
    gradient = solution.swiglu_backward(*arguments(*shape))
    observe(gradient[..., shape[-1] :], "the second half of the gradient")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_backward_by_a(solution, observe, arguments, shape):
    """The first half of the gradient is grad_out times b times the derivative of SiLU."""
    gradient = solution.swiglu_backward(*arguments(*shape))
    observe(gradient[..., : shape[-1]], "the first half of the gradient")


def test_float64(solution, observe, arguments):
    """In float64 output and gradient are exact to float64's precision."""
    grad_out, x = arguments(4, 5, dtype=torch.float64)
    observe(solution.swiglu(x), "the output")
    observe(solution.swiglu_backward(grad_out, x), "the gradient")


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(3, 5), (2, 4, 1), (7,)], ids=str)
def test_odd_size(solution, observe, randn, shape):
    """A last dimension of odd size raises ValueError, in both functions."""
    x = randn(*shape)
    grad_out = randn(*shape[:-1], shape[-1] // 2)
    observe.raises(ValueError, solution.swiglu, x)
    observe.raises(ValueError, solution.swiglu_backward, grad_out, x)


@pytest.mark.edges
@pytest.mark.parametrize("size", [1.0, 100.0, 1e4])
def test_extremes(solution, observe, arguments, size):
    """Where the gate is wide open or shut, output and gradient are finite."""
    grad_out, x = arguments(3, 4)
    x[0, :4], x[1, :4], x[2, :4] = size, -size, 0.0
    observe(solution.swiglu(x), f"the output where a is {size}, {-size} and 0")
    observe(solution.swiglu_backward(grad_out, x), "the gradient")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("size", [100.0, 1e4])
def test_autograd_at_extremes(solution, observe, arguments, gradients, size, dtype):
    """Autograd through the forward pass, too, gives finite gradients wherever the gate is."""
    x = arguments(3, 4, dtype=dtype)[1]
    x[0, :4], x[1, :4], x[2, :4] = size, -size, 0.0
    x.requires_grad_()
    found = gradients(solution.swiglu(x), [x])[0]
    observe(found, f"the gradient by autograd where a is {size}, {-size} and 0")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_half_is_rounded_once(solution, observe, arguments, dtype):
    """Half-precision inputs are worked on in float32: results are rounded only at the end."""
    grad_out, x = arguments(64, 32, dtype=dtype)
    a, b = x.double().chunk(2, dim=-1)
    s = a.sigmoid()
    slope = s + a * s * (1 - s)
    errors = solution.swiglu(x).double() - a * s * b
    observe(float(errors.abs().mean()), "the mean rounding error of the output", rtol=0.15)
    exact = torch.cat([grad_out.double() * b * slope, grad_out.double() * a * s], dim=-1)
    errors = solution.swiglu_backward(grad_out, x).double() - exact
    observe(float(errors.abs().mean()), "the mean rounding error of the gradient", rtol=0.15)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments):
    """Neither x nor grad_out is changed."""
    grad_out, x = arguments(4, 3)
    solution.swiglu(x)
    solution.swiglu_backward(grad_out, x)
    observe([x, grad_out], "x and grad_out after the calls")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views are split along their own last dimension."""
    x, grad_out = randn(6, 4, 2).transpose(0, 2), randn(3, 4, 2).transpose(0, 2)
    observe(solution.swiglu(x), "the output")
    observe(solution.swiglu_backward(grad_out, x), "the gradient")


@pytest.mark.gradients
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 5)], ids=str)
def test_autograd(solution, observe, arguments, gradients, shape):
    """Autograd can differentiate the forward pass, through the gate too."""
    x = arguments(*shape)[1].requires_grad_()
    observe(gradients(solution.swiglu(x), [x])[0], "the gradient of x by autograd")


@pytest.mark.gradients
def test_autograd_through_backward(solution, observe, arguments, gradients):
    """Autograd can differentiate the backward pass too, as second derivatives need it."""
    inputs = [tensor.requires_grad_() for tensor in arguments(4, 3)]
    found = gradients(solution.swiglu_backward(*inputs), inputs)
    observe(found[0], "the gradient of grad_out")
    observe(found[1], "the gradient of x")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_both(solution, randn, rows=128):
    """Forward and backward over 128 rows of 512 gated features."""
    grad_out, x = randn(rows, 512), randn(rows, 1024)
    return lambda: (solution.swiglu(x), solution.swiglu_backward(grad_out, x))
