"""Hidden tests of the toy problem."""

import pytest


@pytest.mark.shape
def test_shape(solution, observe, randn):
    """The result has the shape of x."""
    observe(tuple(solution.row_softmax(randn(2, 3)).shape), "the shape")


@pytest.mark.parametrize("width", [1, 4])
def test_values(solution, observe, randn, width):
    """Every row is positive and sums to one."""
    observe(solution.row_softmax(randn(3, width), scale=0.5))


@pytest.mark.edges
def test_extreme(solution, observe, randn):
    """Logits of a thousand stay finite."""
    for shape in ((2, 4), (2, 3, 4)):
        x = randn(*shape)
        observe(solution.row_softmax(x.argsort(-1).to(x.dtype) * 1000))


@pytest.mark.edges
def test_bad_scale(solution, observe, randn):
    """A negative scale raises ValueError, and zero does not."""
    observe.raises(ValueError, solution.row_softmax, randn(2, 2), scale=-1.0)
    observe(tuple(solution.row_softmax(randn(2, 2), scale=0.0).shape), "the shape with scale=0")


@pytest.mark.gradients
def test_gradient(solution, observe, randn, gradients):
    """The gradient reaches x."""
    x = randn(2, 4, requires_grad=True)
    observe(gradients(solution.row_softmax(x), [x])[0], "the gradient of x")


@pytest.mark.cost
def test_memory(solution, observe, randn, cost):
    """No more memory is used than a few copies of x."""
    observe.at_most(cost(solution.row_softmax, randn(64, 64)).peak_bytes, "peak bytes", times=2)


@pytest.mark.sizes(rows=(32, 64, 128))
def bench_rows(solution, randn, rows=64):
    """64 rows."""
    x = randn(rows, 64)
    return lambda: solution.row_softmax(x)
