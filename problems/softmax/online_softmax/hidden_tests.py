"""Hidden tests of softmax/online_softmax.

Chunks always arrive from a generator of copies: they can be read once, and changing one in place
changes nothing of the test's.
"""

import pytest
import torch

SHAPES = [(4, 7), (2, 3, 12), (9,)]
SIZES = [1, 2, 3, 5, 7, 100]
INF = float("inf")


def chunked(x, size):
    """Yield copies of x in chunks of `size` scores."""
    for start in range(0, x.shape[-1], size):
        yield x[..., start : start + size].clone()


def stats(solution, observe, x, size):
    """Observe what online_stats finds in x, cut into chunks of `size`."""
    largest, total = solution.online_stats(chunked(x, size))
    observe(largest, "the largest score")
    observe(total, "the sum")


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, shape):
    """online_stats gives one number a row, and online_softmax keeps the shape of x."""
    largest, total = solution.online_stats(chunked(randn(*shape), 3))
    observe([tuple(largest.shape), tuple(total.shape)], "the shapes of largest and total")
    observe(tuple(solution.online_softmax(randn(*shape), 3).shape), "the shape of the softmax")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_dtype(solution, observe, randn, dtype):
    """The softmax has the dtype of x; the two numbers are at least float32."""
    largest, total = solution.online_stats(chunked(randn(3, 4), 3))
    observe([str(largest.dtype), str(total.dtype)], "the dtypes of largest and total")
    observe(str(solution.online_softmax(randn(3, 4), 3).dtype), "the dtype of the softmax")


@pytest.mark.parametrize("size", SIZES)
def test_stats(solution, observe, randn, size):
    """Whatever the size of the chunks, the largest score and the sum are those of whole rows."""
    stats(solution, observe, randn(4, 15) * 3, size)


@pytest.mark.parametrize("size", SIZES)
def test_softmax(solution, observe, randn, size):
    """Whatever the size of the chunks, the softmax is that of whole rows."""
    observe(solution.online_softmax(randn(4, 15) * 3, size))


def test_rising_and_falling(solution, observe, randn):
    """The maximum may rise with every chunk, or stand in the first."""
    x = (randn(3, 12) * 3).sort(-1).values
    stats(solution, observe, x, 4)
    stats(solution, observe, x.flip(-1), 4)


def test_chunks_of_different_sizes(solution, observe, randn):
    """Chunks need not have the same size."""
    largest, total = solution.online_stats(randn(2, 3, c) for c in (1, 5, 2, 1, 9))
    observe(largest, "the largest score")
    observe(total, "the sum")


def test_all_negative(solution, observe, randn):
    """Where all scores are negative, so is the largest."""
    stats(solution, observe, -randn(4, 10).abs() - 3, 4)


def test_values_float64(solution, observe, randn):
    """In float64 the results are exact to float64's precision."""
    x = randn(8, 30, dtype=torch.float64)
    stats(solution, observe, x, 4)
    observe(solution.online_softmax(x, 4), "the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("size", [1, 4])
def test_large_scores(solution, observe, randn, size):
    """Scores as large as 1e4, positive and negative in one row, neither overflow nor give NaN."""
    x = randn(4, 10)
    x[0, 9], x[1, 0], x[2, 5] = 1e4, 1e4, -1e4
    stats(solution, observe, x, size)
    observe(solution.online_softmax(x, size), "the softmax")


@pytest.mark.edges
def test_far_apart_rows(solution, observe, randn, device):
    """A row near -1e4 beside one near 1e4 has an ordinary sum."""
    centres = torch.tensor([[1e4], [0.0], [-1e4], [-2000.0]], dtype=torch.float64, device=device)
    x = randn(4, 10, dtype=torch.float64) + centres
    stats(solution, observe, x, 3)
    observe(solution.online_softmax(x, 3), "the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("places", [slice(0, 4), slice(4, 8), slice(8, None), slice(0, 9)], ids=str)
def test_hidden_chunks(solution, observe, randn, places):
    """A chunk of nothing but -inf changes nothing, wherever it stands."""
    x = randn(3, 10)
    x[1, places] = x[2, 3] = -INF
    stats(solution, observe, x, 4)
    observe(solution.online_softmax(x, 4), "the softmax")


@pytest.mark.edges
def test_all_hidden(solution, observe, randn):
    """A row of nothing but -inf has a largest score of -inf, a sum of 0 and a softmax of NaN."""
    x = randn(3, 10)
    x[1] = -INF
    stats(solution, observe, x, 4)
    observe(solution.online_softmax(x, 4), "the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_summed_in_float32(solution, observe, randn, dtype):
    """Of half-precision chunks the sum is a float32 one, with all its digits."""
    stats(solution, observe, randn(4, 300, dtype=dtype), 7)


@pytest.mark.edges
@pytest.mark.parametrize("size", [0, -2])
def test_chunk_size_below_one(solution, observe, randn, size):
    """A chunk size below one raises ValueError."""
    observe.raises(ValueError, solution.online_softmax, randn(2, 4), size)


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(5, 1), (1, 6), (1,)], ids=str)
def test_size_one(solution, observe, randn, shape):
    """One score has a sum of 1 and a probability of 1."""
    stats(solution, observe, randn(*shape) * 100, 4)
    observe(solution.online_softmax(randn(*shape), 4), "the softmax")


@pytest.mark.edges
def test_no_rows(solution, observe, randn):
    """Where there are no rows, the results are empty too."""
    stats(solution, observe, randn(0, 6), 4)
    observe(solution.online_softmax(randn(0, 6), 4), "the softmax")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is read along its last dimension."""
    observe(solution.online_softmax(randn(10, 3).T, 4))


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """Neither x nor a chunk is changed."""
    x = randn(3, 10)
    solution.online_softmax(x, 4)
    observe(x, "x after online_softmax")
    solution.online_stats(x[:, i : i + 4] for i in range(0, 10, 4))
    observe(x, "x after online_stats")


@pytest.mark.cost
def test_holds_few_chunks(solution, observe, randn, cost):
    """Of 64 chunks, online_stats holds a few at a time."""
    seed = randn(16, 32)
    spent = cost(lambda: solution.online_stats(seed * (k % 5) for k in range(64)))
    observe(list(spent.result), "the result")
    chunk = seed.element_size() * seed.numel()
    observe.at_most(spent.peak_bytes, "the peak of bytes", times=2, slack=8 * chunk)
    # Work that torch does not see cannot be counted, so a share of it has to be seen.
    observe.at_least(spent.flops, "the operations that torch saw", times=0.4)


@pytest.mark.sizes(length=(1024, 2048, 4096))
def bench_rows(solution, randn, length=2048):
    """Softmax of 64 rows of 2048 scores in chunks of 256."""
    x = randn(64, length)
    return lambda: solution.online_softmax(x, 256)
