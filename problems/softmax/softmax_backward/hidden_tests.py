"""Hidden tests of softmax/softmax_backward.

A gradient that is constant along dim gives zero from nearly any formula, so all but one of the
cases use random ones.
"""

import pytest
import torch

SHAPES = [
    pytest.param((4, 7), -1, id="(4, 7) along -1"),
    pytest.param((6, 6), 0, id="(6, 6) along 0"),
    pytest.param((2, 3, 5), 1, id="(2, 3, 5) along 1"),
    pytest.param((2, 3, 5), 2, id="(2, 3, 5) along 2"),
    pytest.param((2, 4, 3, 5), -3, id="(2, 4, 3, 5) along -3"),
    pytest.param((9,), 0, id="(9,) along 0"),
]


def probabilities(x, dim=-1):
    """Return what softmax gives along dim, in the dtype of x."""
    wide = x.double()
    exps = (wide - wide.amax(dim, keepdim=True)).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)


@pytest.mark.shape
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_shape(solution, observe, randn, shape, dim):
    """The gradient has the shape of grad_out, whatever dim is."""
    out = probabilities(randn(*shape), dim)
    observe(tuple(solution.softmax_backward(randn(*shape), out, dim).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The gradient has the dtype of grad_out."""
    observe(
        str(solution.softmax_backward(randn(3, 4), probabilities(randn(3, 4))).dtype), "the dtype"
    )


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_values(solution, observe, randn, shape, dim):
    """Each gradient is weighed by its probability, less what the whole slice has in common."""
    observe(solution.softmax_backward(randn(*shape), probabilities(randn(*shape), dim), dim))


def test_default_dim(solution, observe, randn):
    """Without dim, the probabilities run along the last dimension."""
    observe(solution.softmax_backward(randn(3, 3, 3), probabilities(randn(3, 3, 3))))


@pytest.mark.parametrize("dim", [0, 1])
def test_values_float64(solution, observe, randn, dim):
    """In float64 the gradient is exact to float64's precision."""
    grad_out, x = randn(8, 16, dtype=torch.float64), randn(8, 16, dtype=torch.float64)
    observe(solution.softmax_backward(grad_out, probabilities(x, dim), dim))


def test_sums_to_zero(solution, observe, randn):
    """The gradients of a slice sum to zero: adding a number to all scores changes nothing."""
    grad_in = solution.softmax_backward(randn(4, 50), probabilities(randn(4, 50)))
    observe(grad_in.sum(-1), "the sums", atol=1e-5)


@pytest.mark.edges
def test_constant_gradient(solution, observe, randn):
    """A gradient that is constant along dim gives zero."""
    grad_in = solution.softmax_backward(randn(4, 1).expand(4, 6), probabilities(randn(4, 6)))
    observe(grad_in, "the gradient", atol=1e-5)


@pytest.mark.edges
def test_certain_slices(solution, observe, randn):
    """Where a probability is 1 and the others are 0, the gradient is 0."""
    x = randn(4, 6)
    x[1, 2] += 1000
    x[3, 0] += 1000
    observe(solution.softmax_backward(randn(4, 6), probabilities(x)))


@pytest.mark.edges
def test_large_gradients(solution, observe, randn):
    """Gradients of very different size in different slices do not disturb each other."""
    scale = torch.ones_like(randn(4, 1)).cumsum(0) ** 8
    observe(solution.softmax_backward(randn(4, 6) * scale, probabilities(randn(4, 6))))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_rounded_once(solution, observe, randn, dtype):
    """Half precision is worked on in float32: the result is rounded only at the end."""
    grad_out, out = randn(64, 64, dtype=dtype), probabilities(randn(64, 64, dtype=dtype))
    result = solution.softmax_backward(grad_out, out).double()
    g, p = grad_out.double(), out.double()
    exact = p * (g - (g * p).sum(-1, keepdim=True))
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((5, 1), 1), ((1, 5), 0), ((1,), 0)])
def test_size_one(solution, observe, randn, shape, dim):
    """A slice of one probability has a gradient of 0."""
    observe(solution.softmax_backward(randn(*shape), probabilities(randn(*shape), dim), dim))


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1, 2])
def test_not_contiguous(solution, observe, randn, dim):
    """Transposed views are worked on along their own dimension."""
    grad_out, x = randn(5, 3, 4).transpose(0, 2), randn(3, 4, 5).transpose(0, 1)
    observe(solution.softmax_backward(grad_out, probabilities(x, dim), dim))


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((0, 4), -1), ((4, 0), 0)])
def test_no_slices(solution, observe, randn, shape, dim):
    """Where there are no slices, the gradient is empty too."""
    observe(solution.softmax_backward(randn(*shape), probabilities(randn(*shape), dim), dim))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn):
    """Neither grad_out nor out is changed."""
    grad_out, out = randn(4, 8), probabilities(randn(4, 8))
    solution.softmax_backward(grad_out, out)
    observe(grad_out, "grad_out after the call")
    observe(out, "out after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_second_derivatives(solution, observe, randn, gradients, shape, dim):
    """The result can be differentiated by grad_out and by out."""
    grad_out = randn(*shape, requires_grad=True)
    out = probabilities(randn(*shape), dim).requires_grad_()
    by_grad_out, by_out = gradients(solution.softmax_backward(grad_out, out, dim), [grad_out, out])
    observe(by_grad_out, "the gradient of grad_out")
    observe(by_out, "the gradient of out")


@pytest.mark.cost
def test_no_jacobian(solution, observe, randn, cost):
    """With 8 slices of 256, the memory holds a few tensors of their size and no Jacobian."""
    grad_out, out = randn(8, 256), probabilities(randn(8, 256))
    spent = cost(solution.softmax_backward, grad_out, out)
    observe(spent.result)
    tensor = out.element_size() * out.numel()
    observe.at_most(spent.peak_bytes, "the peak of bytes", times=2, slack=12 * tensor)
    # Work that torch does not see cannot be counted, so a share of it has to be seen.
    observe.at_least(spent.flops, "the operations that torch saw", times=0.4)


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """The gradient of 256 slices of 512 scores."""
    grad_out, out = randn(rows, 512), probabilities(randn(rows, 512))
    return lambda: solution.softmax_backward(grad_out, out)
