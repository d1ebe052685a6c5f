"""Hidden tests of backprop/ffn."""

import pytest
import torch

NAMES = ["dx", "dw1", "db1", "dw2", "db2"]
# leading dimensions, inputs, hidden units, outputs; among them sizes that are all alike
SIZES = [
    ((4,), 3, 6, 5),
    ((3,), 3, 3, 3),
    ((2, 3), 4, 5, 4),
    ((3, 3), 3, 3, 3),
    ((2, 3, 2), 5, 4, 3),
    ((), 3, 6, 4),
]


@pytest.fixture
def arguments(randn):
    """`arguments(lead, i, h, o)`: x, w1, b1, w2, b2."""

    def make(lead, i, h, o):
        return randn(*lead, i), randn(h, i), randn(h), randn(o, h), randn(o)

    return make


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, arguments, randn, size):
    """The output has O features, and each gradient the shape of its argument."""
    out, cache = solution.ffn_forward(*arguments(*size))
    observe(tuple(out.shape), "the shape of the output")
    grads = solution.ffn_backward(randn(*size[0], size[3]), cache)
    observe([tuple(grad.shape) for grad in grads], "the shapes of the gradients")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, arguments, randn, dtype):
    """In float64 output and gradients are in float64, and exact to its precision."""
    out, cache = solution.ffn_forward(*arguments((2, 3), 4, 6, 5))
    observe(out, "the output")
    observe(solution.ffn_backward(randn(2, 3, 5), cache), "the gradients")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_forward(solution, observe, arguments, size):
    """The output is that of two linear layers with a ReLU between them."""
    observe(solution.ffn_forward(*arguments(*size))[0], "the output")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", reversed(NAMES))
def test_gradient(solution, observe, arguments, randn, size, name):
    """The gradient reaches the second layer, then the ReLU, then the first layer, then x."""
    _, cache = solution.ffn_forward(*arguments(*size))
    grads = solution.ffn_backward(randn(*size[0], size[3]), cache)
    observe(grads[NAMES.index(name)], name)


def test_is_a_tuple(solution, observe, arguments, randn):
    """The five gradients come as a tuple, in the order of the arguments."""
    _, cache = solution.ffn_forward(*arguments((2,), 3, 3, 3))
    observe(solution.ffn_backward(randn(2, 3), cache))


@pytest.mark.edges
def test_relu_at_zero(solution, observe, arguments, randn):
    """A hidden unit at exactly 0 gets no gradient."""
    x, w1, b1, w2, b2 = arguments((4,), 3, 6, 5)
    w1[1], b1[1], w1[4], b1[4] = 0, 0, 0, 0
    _, cache = solution.ffn_forward(x, w1, b1, w2, b2)
    observe(solution.ffn_backward(randn(4, 5), cache), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("size", [((1,), 3, 4, 2), ((4,), 1, 1, 1), ((1, 1), 2, 1, 3)], ids=str)
def test_size_one(solution, observe, arguments, randn, size):
    """One row, one unit or one feature is no exception."""
    out, cache = solution.ffn_forward(*arguments(*size))
    observe(out, "the output")
    observe(solution.ffn_backward(randn(*size[0], size[3]), cache), "the gradients")


@pytest.mark.edges
@pytest.mark.parametrize("lead", [(0,), (2, 0)], ids=str)
def test_no_rows(solution, observe, arguments, randn, lead):
    """Without any row the gradients of the parameters are 0."""
    out, cache = solution.ffn_forward(*arguments(lead, 3, 4, 5))
    observe(out, "the output")
    observe(solution.ffn_backward(randn(*lead, 5), cache), "the gradients")


@pytest.mark.edges
def test_two_passes_at_once(solution, observe, arguments, randn):
    """Two forward passes before their backward passes do not disturb one another."""
    first, second = arguments((4,), 3, 6, 5), arguments((4,), 3, 6, 5)
    caches = [solution.ffn_forward(*given)[1] for given in (first, second)]
    observe(solution.ffn_backward(randn(4, 5), caches[0]), "the gradients of the first")
    observe(solution.ffn_backward(randn(4, 5), caches[1]), "the gradients of the second")


@pytest.mark.edges
def test_backward_twice(solution, observe, arguments, randn):
    """A second backward pass on the same cache gives what its own grad_out says."""
    _, cache = solution.ffn_forward(*arguments((4,), 3, 6, 5))
    solution.ffn_backward(randn(4, 5), cache)
    observe(solution.ffn_backward(randn(4, 5), cache), "the gradients of the second pass")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views and an expanded grad_out are read along their own dimensions."""
    x, w1, w2 = randn(3, 4, 2).transpose(0, 2), randn(3, 6).T, randn(6, 5).T
    out, cache = solution.ffn_forward(x, w1, randn(6), w2, randn(5))
    observe(out, "the output")
    grads = solution.ffn_backward(randn(5).expand(2, 4, 5), cache)
    observe(grads, "the gradients")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments, randn):
    """No argument of either function is changed."""
    given, grad_out = arguments((2, 3), 4, 4, 4), randn(2, 3, 4)
    out, cache = solution.ffn_forward(*given)
    kept = out.clone()
    solution.ffn_backward(grad_out, cache)
    observe([*given, grad_out], "the arguments after the calls")
    observe(out - kept, "by how much the output has changed in the backward pass")


@pytest.mark.cost
def test_runs_forward_once(solution, observe, arguments, randn, cost):
    """The backward pass takes four matrix products and does not run the forward pass again."""
    _, cache = solution.ffn_forward(*arguments((32,), 32, 64, 32))
    found = cost(solution.ffn_backward, randn(32, 32), cache)
    observe(found.result, "the gradients")
    observe.at_most(found.flops, "the FLOPs of the backward pass", times=1.15)


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_both(solution, arguments, randn, rows=64):
    """Forward and backward of 64 rows of 128 features with 512 hidden units."""
    given, grad_out = arguments((rows,), 128, 512, 128), randn(rows, 128)

    def call():
        out, cache = solution.ffn_forward(*given)
        return out, solution.ffn_backward(grad_out, cache)

    return call
