"""Hidden tests of tensors/broadcast_shapes."""

import pytest
import torch

FITTING = [
    [(3, 4), (3, 4)],
    [(4, 3), (3,)],
    [(3,), (2, 4, 3)],
    [(4, 1), (1, 3)],
    [(5, 1, 3), (4, 1)],
    [(2, 1, 6, 1), (7, 1, 5)],
]
UNFIT = [
    [(2, 3), (2,)],
    [(3, 4), (3, 5)],
    [(2, 4), (4, 4)],
    [(4, 3, 2), (3, 1, 2)],
    [(6,), (3,)],
    [(2,), (1, 2, 3)],
]


def drawn(rng, count):
    """Return `count` shapes that fit one another, of random ranks, some sizes made 1."""
    full = torch.randint(1, 7, (5,), generator=rng).tolist()
    shapes = []
    for _ in range(count):
        ones = (torch.rand(5, generator=rng) < 0.4).tolist()
        rank = int(torch.randint(0, 6, (), generator=rng))
        sizes = [1 if one else size for size, one in zip(full, ones, strict=True)]
        shapes.append(tuple(sizes[5 - rank :]))
    return shapes


@pytest.mark.shape
def test_kinds(solution, observe):
    """The result is a list of ints."""
    result = solution.broadcast_shapes([(2, 3), (2, 3)])
    observe(type(result).__name__, "the type of the result")
    observe([type(size).__name__ for size in result], "the types of its items")


@pytest.mark.parametrize("shapes", FITTING, ids=str)
def test_two_shapes(solution, observe, shapes):
    """Two shapes are aligned at the right, and a size of 1 takes on the other's."""
    observe(solution.broadcast_shapes(shapes), "the shape")


@pytest.mark.parametrize("shapes", UNFIT, ids=str)
def test_unfit(solution, observe, shapes):
    """Sizes that differ and are not 1 raise ValueError."""
    observe.raises(ValueError, solution.broadcast_shapes, shapes)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_drawn(solution, observe, rng, count):
    """Random shapes of different ranks that fit give the shape that covers them all."""
    for _ in range(20):
        shapes = drawn(rng, count)
        observe(solution.broadcast_shapes(shapes), f"the shape of {shapes}")


def test_many_shapes(solution, observe):
    """Three and more shapes are all taken into account, in any order."""
    shapes = [(1, 3), (), (4, 1, 1), (2, 1)]
    observe(solution.broadcast_shapes(shapes), "the shape")
    observe(solution.broadcast_shapes(shapes[::-1]), "the shape in reverse order")


@pytest.mark.parametrize(
    "shapes", [[(1,), (2,), (3,)], [(2, 1), (1, 3), (4, 3)], [(5,), (), (1, 1), (3, 4)]], ids=str
)
def test_third_does_not_fit(solution, observe, shapes):
    """A later shape must fit all before it, not the first alone."""
    observe.raises(ValueError, solution.broadcast_shapes, shapes)


@pytest.mark.edges
@pytest.mark.parametrize(
    "shapes", [[(), ()], [(), (3, 2)], [(1,), ()], [(1, 1), (1,)], [(2, 3, 1), ()]], ids=str
)
def test_single_numbers(solution, observe, shapes):
    """A single number fits everything, and dimensions of size 1 are kept."""
    observe(solution.broadcast_shapes(shapes), "the shape")


@pytest.mark.edges
@pytest.mark.parametrize("shapes", [[(0,), (1,)], [(0, 3), (3,)], [(2, 1), (0,)], [(0,), (0,)]])
def test_size_zero(solution, observe, shapes):
    """A size of 0 with 0 or 1 gives 0."""
    observe(solution.broadcast_shapes(shapes), "the shape")


@pytest.mark.edges
@pytest.mark.parametrize("shapes", [[(0,), (3,)], [(2, 5), (2, 0)], [(0, 1), (2, 1)]], ids=str)
def test_size_zero_is_a_size(solution, observe, shapes):
    """A size of 0 does not fit one of 2 or more."""
    observe.raises(ValueError, solution.broadcast_shapes, shapes)


@pytest.mark.edges
def test_one_shape(solution, observe):
    """A single shape gives itself, and no shape at all gives the empty one."""
    observe(solution.broadcast_shapes([(4, 1, 0)]), "the shape of one")
    observe(solution.broadcast_shapes([]), "the shape of none")


@pytest.mark.edges
def test_kinds_of_shapes(solution, observe):
    """Lists and torch.Size are shapes as well as tuples, also beside one another."""
    shapes = [[3, 1], torch.Size([2, 1, 1]), (4,)]
    observe(solution.broadcast_shapes(shapes), "the shape")


@pytest.mark.edges
def test_shapes_stay(solution, observe):
    """The list and the shapes in it are not changed."""
    shapes = [[3, 1], [2, 1, 1], [4], [2, 3, 4]]
    solution.broadcast_shapes(shapes)
    observe(shapes, "the shapes after the call")


@pytest.mark.edges
def test_result_is_new(solution, observe):
    """Changing the result changes none of the shapes that were given."""
    shapes = [[2, 3]]
    solution.broadcast_shapes(shapes).append(9)
    observe(shapes, "the shapes after the result has changed")


def bench_many(solution, rng):
    """50 lists of five shapes each."""
    lists = [drawn(rng, 5) for _ in range(50)]
    return lambda: [solution.broadcast_shapes(shapes) for shapes in lists]
