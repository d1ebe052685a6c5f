"""Hidden tests of tensors/gather_rows."""

import pytest
import torch

ROWS = [(4, 7), (5, 5), (2, 3, 6), (3, 3, 3), (9,)]
SLICES = [
    pytest.param((6, 4), 0, 3, id="3 of (6, 4) along 0"),
    pytest.param((4, 6), 1, 9, id="9 of (4, 6) along 1"),
    pytest.param((5, 5), -1, 5, id="5 of (5, 5) along -1"),
    pytest.param((2, 5, 3), 1, 4, id="4 of (2, 5, 3) along 1"),
    pytest.param((2, 3, 4, 5), -2, 2, id="2 of (2, 3, 4, 5) along -2"),
    pytest.param((7,), 0, 4, id="4 of (7,) along 0"),
]
DTYPES = [torch.float32, torch.float64, torch.bfloat16, torch.int64]


@pytest.mark.shape
@pytest.mark.parametrize("shape", ROWS, ids=str)
def test_pick_shape(solution, observe, randn, randint, shape):
    """Picking gives one number a row: the shape of x without its last dimension."""
    index = randint(0, shape[-1], *shape[:-1])
    observe(tuple(solution.pick(randn(*shape), index).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(5,), (2, 3), (), (1, 4)], ids=str)
def test_one_hot_shape(solution, observe, randint, shape):
    """One-hot codes have one dimension more than the index, of num_classes."""
    observe(tuple(solution.one_hot(randint(0, 3, *shape), 6).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("shape, dim, count", SLICES)
def test_select_shape(solution, observe, randn, randint, shape, dim, count):
    """Selecting K slices makes the size along dim K and keeps the others."""
    index = randint(0, shape[dim], count)
    observe(tuple(solution.select(randn(*shape), index, dim).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_keeps_dtype(solution, observe, randn, randint, dtype):
    """Picking and selecting keep the dtype of x, whatever it is."""
    x = randn(3, 4, dtype=dtype)
    dtypes = [solution.pick(x, randint(0, 4, 3)).dtype, solution.select(x, randint(0, 3, 2)).dtype]
    observe([str(dtype) for dtype in dtypes], "the dtypes of pick and select")


@pytest.mark.dtype
def test_one_hot_dtype(solution, observe, randint):
    """One-hot codes are int64."""
    observe(str(solution.one_hot(randint(0, 3, 5), 3).dtype), "the dtype")


@pytest.mark.parametrize("shape", ROWS, ids=str)
def test_pick(solution, observe, randn, randint, shape):
    """Each row gives the number that its own index names."""
    observe(solution.pick(randn(*shape), randint(0, shape[-1], *shape[:-1])), "what was picked")


@pytest.mark.parametrize("shape", [(8,), (2, 3), (3, 4, 2)], ids=str)
def test_one_hot(solution, observe, randint, shape):
    """The 1 stands at the place that the index names, and zeros everywhere else."""
    observe(solution.one_hot(randint(0, 5, *shape), 5), "the codes")


@pytest.mark.parametrize("shape, dim, count", SLICES)
def test_select(solution, observe, randn, randint, shape, dim, count):
    """Slice k of the result is slice index[k] of x."""
    observe(solution.select(randn(*shape), randint(0, shape[dim], count), dim), "the slices")


def test_default_dim(solution, observe, randn, randint):
    """Without dim, slices are selected along the first dimension."""
    observe(solution.select(randn(4, 4), randint(0, 4, 4)), "the slices")


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_values_are_kept(solution, observe, randn, randint, dtype):
    """What is picked or selected is what stands in x, to the last digit, in any dtype."""
    x = (randn(4, 6, dtype=torch.float64) * 1e6).to(dtype)
    observe(solution.pick(x, randint(0, 6, 4)), "what was picked")
    observe(solution.select(x, randint(0, 6, 5), 1), "the slices")


@pytest.mark.edges
def test_large_integers(solution, observe, device):
    """Integers that no float can hold are picked and selected exactly."""
    x = torch.arange(6, device=device).reshape(2, 3) + 2**60
    index = torch.tensor([1, 0], device=device)
    observe(solution.pick(x, index) - 2**60, "what was picked, minus 2**60")
    observe(solution.select(x, index, 1) - 2**60, "the slices, minus 2**60")


@pytest.mark.edges
def test_absent_classes(solution, observe, device):
    """Classes that no index names have their place in the codes all the same."""
    observe(solution.one_hot(torch.tensor([1, 0, 1], device=device), 6), "the codes")


@pytest.mark.edges
def test_repeats(solution, observe, randn, device):
    """An index may name the same slice several times, in any order."""
    index = torch.tensor([3, 3, 0, 3, 1], device=device)
    observe(solution.select(randn(4, 3), index), "the slices along 0")
    observe(solution.select(randn(3, 4), index, 1), "the slices along 1")


@pytest.mark.edges
@pytest.mark.parametrize("filling", [float("inf"), float("nan")])
def test_not_picked_does_not_matter(solution, observe, randn, randint, filling):
    """Infinite numbers and NaN that are not picked or selected do not matter."""
    x, index = randn(5, 6), randint(0, 5, 5)
    x[:, 5] = filling
    observe(solution.pick(x, index), "what was picked")
    observe(solution.select(x, index, 1), "the slices")


@pytest.mark.edges
def test_one_choice(solution, observe, randn, randint):
    """Where there is one number or one class, it is chosen."""
    observe(solution.pick(randn(4, 1), randint(0, 1, 4)), "what was picked")
    observe(solution.one_hot(randint(0, 1, 4), 1), "the codes")
    observe(solution.select(randn(1, 3), randint(0, 1, 2)), "the slices")


@pytest.mark.edges
def test_one_choice_of_one_row(solution, observe, randn, randint):
    """A batch of one row stays a batch."""
    observe(solution.pick(randn(1, 5), randint(0, 5, 1)), "what was picked")
    observe(solution.pick(randn(3, 1, 5), randint(0, 5, 3, 1)), "what was picked of three")
    observe(solution.select(randn(1, 5), randint(0, 5, 1), 1), "the slices")


@pytest.mark.edges
def test_empty(solution, observe, randn, randint):
    """Without rows or indices the results are empty."""
    observe(solution.pick(randn(0, 4), randint(0, 4, 0)), "what was picked of no rows")
    observe(solution.one_hot(randint(0, 4, 0), 4), "the codes of nothing")
    observe(solution.select(randn(3, 4), randint(0, 4, 0), 1), "no slices")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, randint):
    """Transposed views are read along their own dimensions."""
    x, index = randn(6, 4).T, randint(0, 4, 3, 5).T
    observe(solution.pick(x, randint(0, 6, 4)), "what was picked")
    observe(solution.pick(randn(3, 4, 5).permute(2, 0, 1), index), "what was picked of three")
    observe(solution.one_hot(index, 4), "the codes")
    observe(solution.select(x, randint(0, 4, 3)), "the slices")


@pytest.mark.edges
def test_arguments_stay(solution, observe, randn, randint):
    """No argument is changed, nor does a change of the result reach x."""
    x, index = randn(4, 6), randint(0, 4, 4)
    solution.pick(x, index)
    solution.one_hot(index, 4)
    solution.select(x, index).fill_(9)
    observe(x, "x after the calls")
    observe(index, "the index after the calls")


@pytest.mark.edges
@pytest.mark.parametrize("shape", ROWS, ids=str)
def test_pick_gradients(solution, observe, randn, randint, gradients, shape):
    """The gradient lands in the cell that was picked, and is 0 everywhere else."""
    x = randn(*shape, requires_grad=True)
    result = solution.pick(x, randint(0, shape[-1], *shape[:-1]))
    observe(gradients(result, [x])[0], "the gradient of x")


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim, count", SLICES)
def test_select_gradients(solution, observe, randn, randint, gradients, shape, dim, count):
    """Each slice gets the sum of the gradients of all places it was selected to."""
    x = randn(*shape, requires_grad=True)
    result = solution.select(x, randint(0, shape[dim], count), dim)
    observe(gradients(result, [x])[0], "the gradient of x")


@pytest.mark.cost
def test_pick_memory(solution, observe, randn, randint, cost):
    """Picking needs memory for about x, not for every row against every row."""
    counted = cost(solution.pick, randn(1024, 8), randint(0, 8, 1024))
    observe(counted.result, "what was picked")
    # room for a few tensors of the size of x in int64
    observe.at_most(counted.peak_bytes, "the peak of memory in bytes", slack=5 * 1024 * 8 * 8)


@pytest.mark.sizes(rows=(8192, 16384, 32768, 65536))
def bench_pick(solution, randn, randint, rows=65536):
    """One number of each of 65536 rows of 16."""
    x, index = randn(rows, 16), randint(0, 16, rows)
    return lambda: solution.pick(x, index)


@pytest.mark.sizes(count=(512, 1024, 2048, 4096))
def bench_select(solution, randn, randint, count=2048):
    """2048 slices of 256 numbers."""
    x, index = randn(1000, 256), randint(0, 1000, count)
    return lambda: solution.select(x, index)
