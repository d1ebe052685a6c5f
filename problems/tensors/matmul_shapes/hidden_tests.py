"""Hidden tests of tensors/matmul_shapes."""

import pytest
import torch

MATRICES = [((2, 3), (3, 4)), ((5, 1), (1, 5)), ((1, 4), (4, 1)), ((3, 3), (3, 3))]
BATCHES = [
    ((6, 2, 3), (6, 3, 4)),
    ((2, 8, 5, 6), (2, 8, 6, 7)),
    ((6, 2, 3), (3, 4)),
    ((2, 3), (6, 3, 4)),
    ((5, 1, 2, 3), (1, 4, 3, 7)),
    ((8, 2, 3), (5, 8, 3, 4)),
    ((5, 8, 2, 3), (8, 3, 4)),
    ((2, 1, 1, 4, 3), (7, 1, 3, 2)),
]
VECTORS = [
    ((3,), (3, 4)),
    ((2, 3), (3,)),
    ((3,), (3,)),
    ((5, 2, 3), (3,)),
    ((3,), (5, 3, 4)),
    ((2, 5, 4, 3), (3,)),
    ((1,), (1, 1)),
    ((1, 1), (1,)),
]


def drawn(rng):
    """Return two shapes of random ranks that can be multiplied."""
    sizes = torch.randint(1, 6, (6,), generator=rng).tolist()
    n, k, m, *batch = sizes
    shapes = []
    for last in ((n, k), (k, m)):
        ones = (torch.rand(3, generator=rng) < 0.4).tolist()
        rank = int(torch.randint(0, 4, (), generator=rng))
        sizes = [1 if one else size for size, one in zip(batch, ones, strict=True)]
        shapes.append((*sizes[3 - rank :], *last))
    return shapes


@pytest.mark.shape
def test_kinds(solution, observe):
    """The result is a list of ints."""
    result = solution.matmul_shapes((3, 3), (3, 3))
    observe(type(result).__name__, "the type of the result")
    observe([type(size).__name__ for size in result], "the types of its items")


@pytest.mark.parametrize("a, b", MATRICES, ids=str)
def test_matrices(solution, observe, a, b):
    """Two matrices give the rows of the first by the columns of the second."""
    observe(solution.matmul_shapes(a, b), "the shape")


@pytest.mark.parametrize("a, b", BATCHES, ids=str)
def test_batches(solution, observe, a, b):
    """Batch dimensions broadcast, aligned at the last of them."""
    observe(solution.matmul_shapes(a, b), "the shape")


def test_drawn(solution, observe, rng):
    """Random shapes of different ranks that can be multiplied give the right shape."""
    for _ in range(40):
        a, b = drawn(rng)
        observe(solution.matmul_shapes(a, b), f"the shape of {a} @ {b}")


@pytest.mark.parametrize("a, b", VECTORS, ids=str)
def test_vectors(solution, observe, a, b):
    """A vector counts as a row on the left and as a column on the right, and that 1 goes again."""
    observe(solution.matmul_shapes(a, b), "the shape")


@pytest.mark.parametrize(
    "a, b", [((2, 3), (4, 5)), ((3, 4), (3, 4)), ((3, 2), (3, 3)), ((6, 2, 3), (6, 2, 3))], ids=str
)
def test_inner_sizes_differ(solution, observe, a, b):
    """Inner sizes that differ raise ValueError."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.parametrize("a, b", [((2, 1), (3, 4)), ((2, 3), (1, 4)), ((1,), (4,))], ids=str)
def test_inner_one_does_not_stretch(solution, observe, a, b):
    """An inner size of 1 fits another 1 only."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.parametrize(
    "a, b",
    [
        ((2, 3, 4), (5, 4, 6)),
        ((2, 5, 3, 4), (2, 4, 3)),
        ((4, 2, 3, 3), (2, 2, 3, 3)),
        ((2, 1, 3, 3), (3, 1, 3, 3)),
    ],
    ids=str,
)
def test_batches_do_not_fit(solution, observe, a, b):
    """Batch sizes that differ and are not 1 raise ValueError."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.edges
@pytest.mark.parametrize("a, b", [((3,), (4,)), ((3,), (4, 3)), ((2, 3), (2,)), ((4, 2, 3), (4,))])
def test_vectors_do_not_fit(solution, observe, a, b):
    """A vector whose length is not the inner size raises ValueError."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.edges
@pytest.mark.parametrize("a, b", [((), (3, 4)), ((2, 3), ()), ((), ()), ((1,), ())], ids=str)
def test_single_numbers(solution, observe, a, b):
    """A single number is no operand of a matrix product: ValueError."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.edges
@pytest.mark.parametrize(
    "a, b",
    [((2, 0), (0, 3)), ((0, 3), (3, 4)), ((0, 2, 3), (1, 3, 4)), ((0,), (0,)), ((2, 3), (0, 3, 4))],
    ids=str,
)
def test_size_zero(solution, observe, a, b):
    """A size of 0 is a size like any other, inside, outside and in the batch."""
    observe(solution.matmul_shapes(a, b), "the shape")


@pytest.mark.edges
@pytest.mark.parametrize("a, b", [((2, 0), (3, 4)), ((0, 2, 3), (5, 3, 4)), ((0,), (2,))], ids=str)
def test_size_zero_does_not_fit(solution, observe, a, b):
    """A size of 0 fits neither another inner size nor a batch of 2 or more."""
    observe.raises(ValueError, solution.matmul_shapes, a, b)


@pytest.mark.edges
def test_sizes_of_one_stay(solution, observe):
    """Only the 1 that was added to a vector is taken out; other ones stay."""
    observe(solution.matmul_shapes((1, 1, 3), (3, 1)), "the shape of matrices")
    observe(solution.matmul_shapes((1, 1, 3), (3,)), "the shape with a vector on the right")
    observe(solution.matmul_shapes((3,), (1, 3, 1)), "the shape with a vector on the left")


@pytest.mark.edges
def test_kinds_of_shapes(solution, observe):
    """Lists and torch.Size are shapes as well as tuples, also beside one another."""
    observe(solution.matmul_shapes([5, 2, 3], torch.Size([3, 4])), "a list and a torch.Size")
    observe(solution.matmul_shapes((3,), [3, 4]), "a tuple and a list")
    observe(solution.matmul_shapes(torch.Size([2, 3]), (3,)), "a torch.Size and a tuple")


@pytest.mark.edges
def test_arguments_stay(solution, observe):
    """Neither shape is changed."""
    a, b, vector = [2, 1, 3], [5, 1, 3, 4], [3]
    solution.matmul_shapes(a, b)
    solution.matmul_shapes(vector, b)
    solution.matmul_shapes(a, vector)
    observe([a, b, vector], "the shapes after the calls")


def bench_many(solution, rng):
    """100 products of random shapes."""
    pairs = [drawn(rng) for _ in range(100)]
    return lambda: [solution.matmul_shapes(a, b) for a, b in pairs]
