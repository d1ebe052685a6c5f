"""Hidden tests of mixture_of_experts/top_k."""

import pytest
import torch

INF, NAN = float("inf"), float("nan")


@pytest.mark.shape
@pytest.mark.parametrize(("shape", "k"), [((4, 6), 2), ((5,), 3), ((2, 3, 7), 1)], ids=str)
def test_shape(solution, observe, randn, shape, k):
    """Both results have k in place of the last size."""
    values, indices = solution.top_k(randn(*shape), k)
    observe((tuple(values.shape), tuple(indices.shape)), "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64], ids=str
)
def test_dtype(solution, observe, randn, dtype):
    """Values have the dtype of x, indices are int64."""
    values, indices = solution.top_k(randn(3, 5), 2)
    observe((str(values.dtype), str(indices.dtype)), "the dtypes")


@pytest.mark.parametrize("k", [1, 2, 3, 8])
@pytest.mark.parametrize("shape", [(5, 8), (8,), (2, 3, 8)], ids=str)
def test_values(solution, observe, randn, shape, k):
    """The k largest of each row, largest first, with their places."""
    observe(solution.top_k(randn(*shape), k))


def test_negative_numbers(solution, observe, randn):
    """Numbers below zero are chosen as any others."""
    observe(solution.top_k(-randn(4, 6).abs() - 1, 4))


def test_ties(solution, observe, randint):
    """Of equal numbers the one that stands first comes first."""
    observe(solution.top_k(randint(0, 3, 6, 9).float(), 6))


def test_all_equal(solution, observe, randn):
    """A row of one number gives its first k places."""
    observe(solution.top_k(randn(1, 1).expand(3, 7).clone(), 5))


def test_float64(solution, observe, randn):
    """Numbers that differ only beyond float32 are told apart in float64."""
    observe(solution.top_k(1 + randn(4, 9, dtype=torch.float64) * 1e-12, 5))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half(solution, observe, randn, dtype):
    """In half precision, where ties are frequent, the order is exact as well."""
    observe(solution.top_k(randn(4, 60), 40))


@pytest.mark.edges
def test_signed_zeros(solution, observe, randint):
    """0.0 and -0.0 are equal, so the one that stands first comes first."""
    x = randint(-1, 2, 6, 10).float() * 0.0
    observe(solution.top_k(x, 7))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(3, 4), (4,)], ids=str)
def test_k_zero(solution, observe, randn, shape):
    """k = 0 gives results of size 0."""
    observe(solution.top_k(randn(*shape), 0))


@pytest.mark.edges
def test_nothing_to_choose_from(solution, observe, randn):
    """Rows without numbers, and no rows at all."""
    observe(solution.top_k(randn(3, 0), 0), "three rows of no numbers")
    observe(solution.top_k(randn(0, 4), 2), "no rows of four numbers")


@pytest.mark.edges
def test_infinities(solution, observe, randn):
    """Infinities have their place, and minus infinity is not chosen twice."""
    x = randn(3, 6)
    x[0, 1], x[0, 4] = INF, -INF
    x[1] = -INF
    x[2, 2:] = -INF
    observe(solution.top_k(x, 5))


@pytest.mark.edges
def test_nan(solution, observe, randn):
    """NaN comes before everything, several of them in their order."""
    x = randn(3, 6)
    x[0, 3] = NAN
    x[1, 1], x[1, 4], x[1, 0] = NAN, NAN, INF
    x[2] = NAN
    observe(solution.top_k(x, 4))


@pytest.mark.edges
@pytest.mark.parametrize("k", [-1, 5])
def test_bad_k(solution, observe, randn, k):
    """A k below 0 or above N raises ValueError."""
    observe.raises(ValueError, solution.top_k, randn(2, 4), k)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is read along its own last dimension."""
    observe(solution.top_k(randn(6, 4).T, 3))


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """x is not changed."""
    x = randn(4, 6)
    solution.top_k(x, 3)
    observe(x, "x after the call")


@pytest.mark.gradients
def test_gradients(solution, observe, randn, gradients):
    """Each value's gradient lands where it was taken from."""
    x = randn(4, 6, requires_grad=True)
    values, _ = solution.top_k(x, 3)
    observe(gradients(values, [x])[0], "the gradient of x")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """The best 2 of 32 for 256 rows."""
    x = randn(rows, 32)
    return lambda: solution.top_k(x, 2)
