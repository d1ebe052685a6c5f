"""Hidden tests of backprop/linear."""

import pytest
import torch

# leading dimensions, inputs, outputs; among them square weights and square batches
SIZES = [
    ((4,), 3, 5),
    ((3,), 3, 3),
    ((4,), 4, 2),
    ((2, 3), 4, 5),
    ((3, 3), 3, 3),
    ((2, 3, 2), 5, 4),
    ((), 3, 4),
    ((), 3, 3),
]
SMALL = [((1,), 3, 4), ((4,), 1, 3), ((4,), 3, 1), ((1, 1), 1, 1)]


@pytest.fixture
def arguments(randn):
    """`arguments(lead, inputs, outputs)`: grad_out, x and weight."""

    def make(lead, inputs, outputs):
        return randn(*lead, outputs), randn(*lead, inputs), randn(outputs, inputs)

    return make


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, arguments, randn, size):
    """The output has O features in place of I, and each gradient the shape of what it is for."""
    grad_out, x, weight = arguments(*size)
    observe(tuple(solution.linear_forward(x, weight, randn(size[2])).shape), "the output's shape")
    grads = solution.linear_backward(grad_out, x, weight)
    observe([tuple(grad.shape) for grad in grads], "the shapes of dx, dweight and dbias")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, arguments, randn, dtype):
    """In float64 output and gradients are in float64, and exact to its precision."""
    grad_out, x, weight = arguments((2, 3), 4, 5)
    observe(solution.linear_forward(x, weight, randn(5)), "the output")
    observe(solution.linear_backward(grad_out, x, weight), "the gradients")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_forward(solution, observe, arguments, randn, size):
    """Each output is the product of a row of x with a row of the weight, plus its bias."""
    _, x, weight = arguments(*size)
    observe(solution.linear_forward(x, weight, randn(size[2])), "the output")


@pytest.mark.parametrize("size", [((4,), 3, 5), ((2, 3), 4, 4)], ids=str)
def test_no_bias(solution, observe, arguments, size):
    """Without a bias the output is the product alone."""
    _, x, weight = arguments(*size)
    observe(solution.linear_forward(x, weight), "the output")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_dx(solution, observe, arguments, size):
    """dx sums, over the outputs, grad_out times the weight."""
    observe(solution.linear_backward(*arguments(*size))[0], "dx")


@pytest.mark.parametrize("size", SIZES[:-2], ids=str)
def test_dweight(solution, observe, arguments, size):
    """dweight sums, over all rows, grad_out times x."""
    observe(solution.linear_backward(*arguments(*size))[1], "dweight")


@pytest.mark.parametrize("size", SIZES[:-2], ids=str)
def test_dbias(solution, observe, arguments, size):
    """dbias sums grad_out over all rows."""
    observe(solution.linear_backward(*arguments(*size))[2], "dbias")


def test_is_a_tuple(solution, observe, arguments):
    """The three gradients come as a tuple: dx, dweight, dbias."""
    observe(solution.linear_backward(*arguments((2,), 3, 3)))


def test_single_row(solution, observe, arguments):
    """A vector in place of rows has gradients, too."""
    observe(solution.linear_backward(*arguments((), 3, 4)), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("size", SMALL, ids=str)
def test_size_one(solution, observe, arguments, randn, size):
    """One row, one input or one output is no exception."""
    grad_out, x, weight = arguments(*size)
    observe(solution.linear_forward(x, weight, randn(size[2])), "the output")
    observe(solution.linear_backward(grad_out, x, weight), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("lead", [(0,), (2, 0)], ids=str)
def test_no_rows(solution, observe, arguments, randn, lead):
    """Without any row the output is empty, and the gradients of weight and bias are 0."""
    grad_out, x, weight = arguments(lead, 3, 4)
    observe(solution.linear_forward(x, weight, randn(4)), "the output")
    observe(solution.linear_backward(grad_out, x, weight), "the gradients")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views and an expanded grad_out are read along their own dimensions."""
    x, weight = randn(4, 3, 2).transpose(0, 2), randn(4, 5).T
    grad_out = randn(5).expand(2, 3, 5)
    observe(solution.linear_forward(x, weight, randn(5)), "the output")
    observe(solution.linear_backward(grad_out, x, weight), "the gradients")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments, randn):
    """No argument is changed, neither its values nor its shape."""
    for lead in [(), (4,), (2, 3)]:
        grad_out, x, weight = arguments(lead, 3, 4)
        bias = randn(4)
        solution.linear_forward(x, weight, bias)
        solution.linear_backward(grad_out, x, weight)
        observe([grad_out, x, weight, bias], f"the arguments, x with leading dimensions {lead}")


@pytest.mark.cost
def test_memory(solution, observe, arguments, cost):
    """The backward pass builds no outer product for each row."""
    found = cost(solution.linear_backward, *arguments((8, 32), 48, 32))
    observe(found.result, "the gradients")
    observe.at_most(found.peak_bytes, "the peak bytes of the backward pass", times=6)


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_both(solution, arguments, randn, rows=128):
    """Forward and backward of 128 rows, from 256 features to 256."""
    grad_out, x, weight = arguments((rows,), 256, 256)
    bias = randn(256)
    return lambda: (
        solution.linear_forward(x, weight, bias),
        solution.linear_backward(grad_out, x, weight),
    )
