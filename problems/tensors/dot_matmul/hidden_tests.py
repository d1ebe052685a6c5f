"""Hidden tests of tensors/dot_matmul."""

import pytest
import torch

MATRICES = [
    pytest.param((2, 3), (3, 4), id="(2, 3) by (3, 4)"),
    pytest.param((5, 5), (5, 5), id="(5, 5) by (5, 5)"),
    pytest.param((7, 2), (2, 3), id="(7, 2) by (2, 3)"),
    pytest.param((1, 6), (6, 1), id="(1, 6) by (6, 1)"),
    pytest.param((4, 1), (1, 3), id="(4, 1) by (1, 3)"),
]
BATCHES = [
    pytest.param((5, 2, 3), (5, 3, 4), id="(5, 2, 3) by (5, 3, 4)"),
    pytest.param((3, 3, 3), (3, 3, 3), id="(3, 3, 3) by (3, 3, 3)"),
    pytest.param((2, 3, 4, 5), (2, 3, 5, 2), id="(2, 3, 4, 5) by (2, 3, 5, 2)"),
    pytest.param((5, 2, 3), (3, 4), id="(5, 2, 3) by (3, 4)"),
    pytest.param((2, 3), (5, 3, 4), id="(2, 3) by (5, 3, 4)"),
    pytest.param((4, 1, 2, 3), (5, 3, 2), id="(4, 1, 2, 3) by (5, 3, 2)"),
    pytest.param((2, 3), (3, 4), id="(2, 3) by (3, 4)"),
]


@pytest.mark.shape
def test_dot_shape(solution, observe, randn):
    """The dot product is a tensor without dimensions."""
    result = solution.dot(randn(4), randn(4))
    observe([type(result).__name__, tuple(getattr(result, "shape", "none"))], "the kind and shape")


@pytest.mark.shape
@pytest.mark.parametrize("one, other", MATRICES)
def test_matmul_shape(solution, observe, randn, one, other):
    """The product has the rows of the first and the columns of the second."""
    observe(tuple(solution.matmul(randn(*one), randn(*other)).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("one, other", BATCHES)
def test_batched_shape(solution, observe, randn, one, other):
    """The leading dimensions broadcast, and the last two are those of the product."""
    observe(tuple(solution.batched_matmul(randn(*one), randn(*other)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """All three keep the dtype of their arguments."""
    results = [
        solution.dot(randn(3), randn(3)),
        solution.matmul(randn(2, 3), randn(3, 2)),
        solution.batched_matmul(randn(2, 2, 3), randn(2, 3, 2)),
    ]
    observe([str(result.dtype) for result in results], "the dtypes")


@pytest.mark.parametrize("length", [1, 2, 7, 64])
def test_dot(solution, observe, randn, length):
    """The dot product is the sum of the products, place by place."""
    observe(solution.dot(randn(length) + 1, randn(length) + 1))


@pytest.mark.parametrize("one, other", MATRICES)
def test_matmul(solution, observe, randn, one, other):
    """Each number is a row of the first times a column of the second, summed."""
    observe(solution.matmul(randn(*one), randn(*other)))


@pytest.mark.parametrize("one, other", BATCHES)
def test_batched(solution, observe, randn, one, other):
    """Each matrix of the batch is multiplied with its own partner."""
    observe(solution.batched_matmul(randn(*one), randn(*other)))


def test_values_float64(solution, observe, randn):
    """In float64 the products are exact to float64's precision."""

    def wide(*shape):
        return randn(*shape, dtype=torch.float64)

    observe(solution.dot(wide(40), wide(40)), "dot")
    observe(solution.matmul(wide(4, 30), wide(30, 5)), "matmul")
    observe(solution.batched_matmul(wide(2, 4, 9), wide(2, 9, 5)), "batched_matmul")


@pytest.mark.edges
@pytest.mark.parametrize("one, other", [(3, 4), (1, 4), (4, 1), (0, 1)])
def test_lengths_differ(solution, observe, randn, one, other):
    """Vectors of different lengths raise ValueError, also where one has length 1."""
    observe.raises(ValueError, solution.dot, randn(one), randn(other))


@pytest.mark.edges
@pytest.mark.parametrize("one, other", [((2, 3), (2, 3)), ((2, 1), (3, 4)), ((2, 3), (1, 4))])
def test_inner_sizes_differ(solution, observe, randn, one, other):
    """Inner sizes that differ raise ValueError, also where one of them is 1."""
    observe.raises(ValueError, solution.matmul, randn(*one), randn(*other))
    observe.raises(ValueError, solution.batched_matmul, randn(5, *one), randn(5, *other))


@pytest.mark.edges
def test_dot_takes_vectors(solution, observe, randn):
    """Anything but two vectors raises ValueError in dot."""
    observe.raises(ValueError, solution.dot, randn(3, 3), randn(3, 3))
    observe.raises(ValueError, solution.dot, randn(2, 3), randn(3))


@pytest.mark.edges
def test_matmul_takes_matrices(solution, observe, randn):
    """Anything but two matrices raises ValueError in matmul, and vectors do in batched_matmul."""
    observe.raises(ValueError, solution.matmul, randn(5, 2, 3), randn(5, 3, 4))
    observe.raises(ValueError, solution.matmul, randn(3), randn(3, 4))
    observe.raises(ValueError, solution.matmul, randn(5, 2, 3), randn(3, 4))
    observe.raises(ValueError, solution.matmul, randn(2, 3), randn(5, 3, 4))
    observe.raises(ValueError, solution.batched_matmul, randn(3), randn(5, 3, 4))
    observe.raises(ValueError, solution.batched_matmul, randn(5, 2, 3), randn(3))


@pytest.mark.edges
def test_no_terms(solution, observe, randn):
    """A sum over no terms is 0."""
    observe(solution.dot(randn(0), randn(0)), "dot")
    observe(solution.matmul(randn(2, 0), randn(0, 3)), "matmul")
    observe(solution.batched_matmul(randn(2, 2, 0), randn(2, 0, 3)), "batched_matmul")


@pytest.mark.edges
@pytest.mark.parametrize(
    "one, other", [((0, 3), (3, 4)), ((2, 3), (3, 0)), ((0, 3), (3, 0))], ids=str
)
def test_no_rows_or_columns(solution, observe, randn, one, other):
    """Without rows or columns the product is empty and has its shape."""
    observe(tuple(solution.matmul(randn(*one), randn(*other)).shape), "the shape of matmul")
    result = solution.batched_matmul(randn(5, *one), randn(5, *other))
    observe(tuple(result.shape), "the shape of batched_matmul")


@pytest.mark.edges
def test_empty_batch(solution, observe, randn):
    """A batch of no matrices gives a batch of none."""
    observe(solution.batched_matmul(randn(0, 2, 3), randn(0, 3, 4)), "both without any")
    observe(solution.batched_matmul(randn(0, 2, 3), randn(3, 4)), "one matrix for none")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views are multiplied as they look, not as they lie in memory."""
    observe(solution.dot(randn(8, 2)[:, 0], randn(8, 2)[:, 1]), "dot")
    observe(solution.matmul(randn(3, 2).T, randn(4, 3).T), "matmul")
    one, other = randn(2, 3, 5).transpose(0, 2), randn(2, 4, 5).permute(2, 0, 1)
    observe(solution.batched_matmul(one, other), "batched_matmul")


@pytest.mark.edges
def test_arguments_stay(solution, observe, randn):
    """The arguments are not changed."""
    a, b, u, v = randn(4, 4), randn(4, 4), randn(4), randn(4)
    solution.dot(u, v)
    solution.matmul(a, b)
    solution.batched_matmul(a[None], b[None])
    observe([a, b, u, v], "the arguments after the calls")


@pytest.mark.gradients
def test_dot_gradients(solution, observe, randn, gradients):
    """In dot each vector gets the other as its gradient."""
    a, b = randn(6, requires_grad=True), randn(6, requires_grad=True)
    da, db = gradients(solution.dot(a, b), [a, b])
    observe(da, "the gradient of a")
    observe(db, "the gradient of b")


@pytest.mark.gradients
@pytest.mark.parametrize("one, other", MATRICES)
def test_matmul_gradients(solution, observe, randn, gradients, one, other):
    """The gradients of both matrices arrive."""
    a, b = randn(*one, requires_grad=True), randn(*other, requires_grad=True)
    da, db = gradients(solution.matmul(a, b), [a, b])
    observe(da, "the gradient of a")
    observe(db, "the gradient of b")


@pytest.mark.gradients
@pytest.mark.parametrize("one, other", BATCHES)
def test_batched_gradients(solution, observe, randn, gradients, one, other):
    """The gradients of both batches arrive, summed where a batch dimension was broadcast."""
    a, b = randn(*one, requires_grad=True), randn(*other, requires_grad=True)
    da, db = gradients(solution.batched_matmul(a, b), [a, b])
    observe(da, "the gradient of a")
    observe(db, "the gradient of b")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_matmul(solution, randn, rows=64):
    """A 64 x 64 matrix times another."""
    a, b = randn(rows, 64), randn(64, 64)
    return lambda: solution.matmul(a, b)


@pytest.mark.sizes(batch=(8, 16, 32, 64))
def bench_batched(solution, randn, batch=16):
    """16 products of 32 x 32 matrices."""
    a, b = randn(batch, 32, 32), randn(batch, 32, 32)
    return lambda: solution.batched_matmul(a, b)
