"""Hidden tests of backprop/elementwise."""

import pytest
import torch

OPS = ["add", "sub", "mul", "div"]
# among them: square ones, on which a sum over the wrong dimension keeps the shape
PAIRS = [
    ((4, 3), (4, 3)),
    ((4, 3), (3,)),
    ((3,), (3, 3)),
    ((3, 1), (3, 3)),
    ((4, 1), (1, 3)),
    ((2, 3, 4), (3, 1)),
    ((2, 1, 3), (4, 1)),
    ((), (2, 3)),
    ((1, 1), (3,)),
    ((), ()),
]


@pytest.fixture
def arguments(randn):
    """`arguments(a_shape, b_shape, dtype)`: grad_out, a, and a b that stays away from 0."""

    def make(a_shape, b_shape, dtype=torch.float32):
        shape = torch.broadcast_shapes(a_shape, b_shape)
        b = randn(*b_shape, dtype=dtype)
        away = torch.where(b < 0, b - 0.5, b + 0.5)
        return randn(*shape, dtype=dtype), randn(*a_shape, dtype=dtype), away

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shapes", PAIRS, ids=str)
def test_shape(solution, observe, arguments, shapes):
    """Each gradient has the shape of its own operand."""
    for op in OPS:
        grads = solution.elementwise_backward(op, *arguments(*shapes))
        observe([tuple(grad.shape) for grad in grads], f"the shapes of both gradients of {op}")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(3, 4), (4,), (1, 4), (3, 1), (1,), (1, 1), ()], ids=str)
def test_unbroadcast_shape(solution, observe, randn, shape):
    """A gradient is brought back to the shape before the broadcast."""
    observe(tuple(solution.unbroadcast(randn(3, 4), shape).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("op", OPS)
def test_float64(solution, observe, arguments, op):
    """In float64 both gradients are in float64, and exact to its precision."""
    grads = solution.elementwise_backward(op, *arguments((4, 1), (2, 1, 3), torch.float64))
    observe(grads, "the gradients of a and b")


@pytest.mark.parametrize("shape", [(3, 3), (3,), (1, 3), (3, 1), (1,), (1, 1), ()], ids=str)
def test_unbroadcast(solution, observe, randn, shape):
    """An element gets the sum of all places that it was broadcast to."""
    observe(solution.unbroadcast(randn(3, 3), shape))


@pytest.mark.parametrize(
    "shape", [(2, 3, 4), (3, 4), (1, 3, 1), (2, 1, 1), (1, 1, 4), (3, 1), (1, 4)], ids=str
)
def test_unbroadcast_several(solution, observe, randn, shape):
    """Of several dimensions, those that were stretched are summed, and no others."""
    observe(solution.unbroadcast(randn(2, 3, 4), torch.Size(shape)))


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("shapes", PAIRS, ids=str)
def test_gradient_of_a(solution, observe, arguments, shapes, op):
    """The gradient of a is grad_out times the derivative by a, summed to the shape of a."""
    observe(solution.elementwise_backward(op, *arguments(*shapes))[0], "the gradient of a")


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("shapes", PAIRS, ids=str)
def test_gradient_of_b(solution, observe, arguments, shapes, op):
    """The gradient of b is grad_out times the derivative by b, summed to the shape of b."""
    observe(solution.elementwise_backward(op, *arguments(*shapes))[1], "the gradient of b")


def test_is_a_tuple(solution, observe, arguments):
    """The two gradients come as a tuple."""
    observe(solution.elementwise_backward("mul", *arguments((2, 3), (3,))))


@pytest.mark.edges
@pytest.mark.parametrize("shapes", [((0, 3), (3,)), ((2, 0), (2, 1)), ((0,), ())], ids=str)
def test_empty(solution, observe, arguments, shapes):
    """An operand that broadcasting used not once has a gradient of 0."""
    for op in OPS:
        grads = solution.elementwise_backward(op, *arguments(*shapes))
        observe(grads, f"the gradients of a and b of {op}")


@pytest.mark.edges
def test_unbroadcast_empty(solution, observe, randn):
    """A size of 1 that was broadcast to 0 is 1 again, with a sum of 0."""
    observe(solution.unbroadcast(randn(0, 3), (1, 3)), "(0, 3) to (1, 3)")
    observe(solution.unbroadcast(randn(0, 3), (0, 1)), "(0, 3) to (0, 1)")


@pytest.mark.edges
@pytest.mark.parametrize("size", [1e-25, 1e25])
def test_quotient_of_extremes(solution, observe, arguments, size):
    """Where the square of b is 0 or infinite, the gradients of a quotient still are finite."""
    grad_out, a, b = arguments((4, 5), (5,))
    grads = solution.elementwise_backward("div", grad_out, a * size, b * size)
    observe(grads, f"the gradients where a and b are about {size}")


@pytest.mark.edges
@pytest.mark.parametrize("op", ["pow", "", "Add", None])
def test_unknown_operation(solution, observe, arguments, op):
    """Any other name of an operation raises ValueError."""
    observe.raises(ValueError, solution.elementwise_backward, op, *arguments((2,), (2,)))


@pytest.mark.edges
@pytest.mark.parametrize("op", OPS)
def test_same_tensor_twice(solution, observe, randn, op):
    """Where a and b are one tensor, each place still gets a gradient of its own."""
    a = randn(3, 4).abs() + 0.5
    observe(solution.elementwise_backward(op, randn(3, 4), a, a), "the gradients of a and b")


@pytest.mark.edges
@pytest.mark.parametrize("op", OPS)
def test_not_contiguous(solution, observe, randn, op):
    """Transposed operands and an expanded grad_out are read along their own dimensions."""
    a, b = randn(4, 3).T, randn(4, 1, 3).transpose(0, 2).abs() + 0.5
    grad_out = randn(4).expand(3, 3, 4)
    observe(solution.elementwise_backward(op, grad_out, a, b), "the gradients of a and b")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments):
    """No argument is changed."""
    for op in OPS:
        given = arguments((4, 3), (4, 3))
        solution.elementwise_backward(op, *given)
        observe(list(given), f"grad_out, a and b after {op}")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_product(solution, randn, rows=256):
    """A product of 256 rows of 512 features with one gain a feature."""
    grad_out, a, b = randn(rows, 512), randn(rows, 512), randn(512)
    return lambda: solution.elementwise_backward("mul", grad_out, a, b)
