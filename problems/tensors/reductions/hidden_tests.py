"""Hidden tests of tensors/reductions."""

import pytest
import torch

SHAPES = [
    pytest.param((4, 7), -1, id="(4, 7) along -1"),
    pytest.param((6, 6), 1, id="(6, 6) along 1"),
    pytest.param((6, 6), 0, id="(6, 6) along 0"),
    pytest.param((2, 3, 5), 1, id="(2, 3, 5) along 1"),
    pytest.param((3, 3, 3), -2, id="(3, 3, 3) along -2"),
    pytest.param((9,), 0, id="(9,) along 0"),
]
MASKS = [
    pytest.param((2, 3, 4), (2, 3, 4), 1, id="(2, 3, 4) by (2, 3, 4) along 1"),
    pytest.param((2, 3, 4), (2, 3, 1), 1, id="(2, 3, 4) by (2, 3, 1) along 1"),
    pytest.param((2, 3, 4), (3, 1), 1, id="(2, 3, 4) by (3, 1) along 1"),
    pytest.param((5, 4), (4,), -1, id="(5, 4) by (4,) along -1"),
    pytest.param((5, 4), (5, 1), -1, id="(5, 4) by (5, 1) along -1"),
    pytest.param((4, 4), (4, 4), 0, id="(4, 4) by (4, 4) along 0"),
]
KEPT = ["center", "standardize", "l2_normalize"]


def some(rand, *shape):
    """Return a mask of about half True, with at least one True."""
    mask = rand(*shape) < 0.5
    mask[0] = True
    return mask


@pytest.mark.shape
@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_shape(solution, observe, randn, name, shape, dim):
    """The shape of x is kept, whatever dim is."""
    observe(tuple(getattr(solution, name)(randn(*shape), dim).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("keepdim", [False, True])
@pytest.mark.parametrize("shape, of_mask, dim", MASKS)
def test_masked_shape(solution, observe, randn, rand, shape, of_mask, dim, keepdim):
    """The masked mean loses dim, or keeps it with size 1 where keepdim says so."""
    result = solution.masked_mean(randn(*shape), some(rand, *of_mask), dim, keepdim)
    observe(tuple(result.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, rand, dtype):
    """All results have the dtype of x."""
    x = randn(3, 4)
    dtypes = [str(getattr(solution, name)(x).dtype) for name in KEPT]
    dtypes.append(str(solution.masked_mean(x, some(rand, 3, 4)).dtype))
    observe(dtypes, "the dtypes")


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_center(solution, observe, randn, shape, dim):
    """Each slice loses its own mean."""
    observe(solution.center(randn(*shape) + 1, dim))


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_standardize(solution, observe, randn, shape, dim):
    """Each slice is centred and divided by the root of its own biased variance."""
    observe(solution.standardize(randn(*shape) * 3 + 1, dim))


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_l2_normalize(solution, observe, randn, shape, dim):
    """Each slice is divided by its own Euclidean norm."""
    observe(solution.l2_normalize(randn(*shape) * 3 + 1, dim))


@pytest.mark.parametrize("shape, of_mask, dim", MASKS)
def test_masked_mean(solution, observe, randn, rand, shape, of_mask, dim):
    """Each slice is averaged over the places where its mask is True."""
    x, mask = randn(*shape) + 1, some(rand, *of_mask)
    observe(solution.masked_mean(x, mask, dim), "without the dimension")
    observe(solution.masked_mean(x, mask, dim, keepdim=True), "with the dimension kept")


def test_default_dim(solution, observe, randn, rand):
    """Without dim, all four work along the last dimension."""
    x = randn(2, 4, 4)
    for name in KEPT:
        observe(getattr(solution, name)(x), name)
    observe(solution.masked_mean(x, some(rand, 2, 4, 4)), "masked_mean")


@pytest.mark.parametrize("dim", [0, 1])
def test_values_float64(solution, observe, randn, rand, dim):
    """In float64 the results are exact to float64's precision."""
    x = randn(6, 8, dtype=torch.float64)
    for name in KEPT:
        observe(getattr(solution, name)(x, dim), name)
    observe(solution.masked_mean(x, some(rand, 6, 8), dim), "masked_mean")


@pytest.mark.edges
def test_eps_of_standardize(solution, observe, randn):
    """The eps of standardize stands inside the root and is the one that was given."""
    observe(solution.standardize(randn(4, 8) * 1e-3), "slices of about 1e-3")
    observe(solution.standardize(randn(4, 8), eps=0.5), "slices of about 1 with eps=0.5")


@pytest.mark.edges
def test_eps_of_l2_normalize(solution, observe, randn, device):
    """The eps of l2_normalize is a lower bound of the norm and changes no larger one."""
    scale = torch.tensor([[1.0], [0.01], [10.0], [0.1]], device=device)
    observe(solution.l2_normalize(randn(4, 4) * scale, eps=0.5), "the result with eps=0.5")


@pytest.mark.edges
def test_constant_slices(solution, observe, randn):
    """A constant slice standardizes to zeros, and a slice of zeros normalizes to zeros."""
    x = randn(3, 8)
    x[1] = 2
    observe(solution.standardize(x), "a constant slice standardized")
    x[1] = 0
    observe(solution.l2_normalize(x), "a slice of zeros normalized")


@pytest.mark.edges
def test_far_from_zero(solution, observe, randn):
    """The variance of numbers near 128 keeps its digits."""
    # steps of 1/8 and 16 numbers a slice: the mean is exact, so no rounding of it is compared
    x = (randn(4, 16) * 4).round() / 8 + 128
    observe(solution.standardize(x))


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((5, 1), 1), ((1, 5), 0), ((1,), 0)])
def test_size_one(solution, observe, randn, shape, dim):
    """A slice of a single number centres and standardizes to 0 and normalizes to its sign."""
    x = randn(*shape)
    for name in KEPT:
        observe(getattr(solution, name)(x, dim), name)


@pytest.mark.edges
def test_nothing_to_average(solution, observe, randn, rand):
    """A slice without a True in its mask has the mean 0."""
    mask = some(rand, 5, 4)
    mask[:, 0] = True
    mask[1], mask[3] = False, False
    observe(solution.masked_mean(randn(5, 4), mask), "the means, two of nothing")
    observe(solution.masked_mean(randn(5, 4), mask & False), "the means of nothing")


@pytest.mark.edges
@pytest.mark.parametrize("filling", [float("nan"), float("inf"), 1e30])
def test_masked_out_does_not_matter(solution, observe, randn, rand, filling):
    """What is masked out does not matter, even if it is infinite or NaN."""
    mask = some(rand, 5, 6)
    mask[:, 0] = True
    mask[0, 1] = False
    observe(solution.masked_mean(randn(5, 6).masked_fill(~mask, filling), mask))


@pytest.mark.edges
def test_arguments_stay(solution, observe, randn, rand):
    """No argument is changed."""
    x, mask = randn(4, 8), some(rand, 4, 8)
    for name in KEPT:
        getattr(solution, name)(x)
        observe(x, f"x after {name}")
    solution.masked_mean(x, mask)
    observe(x, "x after masked_mean")
    observe(mask, "the mask after masked_mean")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
def test_not_contiguous(solution, observe, randn, rand, dim):
    """A transposed view is reduced along its own dimension."""
    x, mask = randn(6, 4).T, some(rand, 6, 4).T
    for name in KEPT:
        observe(getattr(solution, name)(x, dim), name)
    observe(solution.masked_mean(x, mask, dim), "masked_mean")


@pytest.mark.edges
def test_no_slices(solution, observe, randn, rand):
    """Where there are no slices, the results are empty."""
    for name in KEPT:
        observe(getattr(solution, name)(randn(0, 4)), name)
    observe(solution.masked_mean(randn(0, 4), rand(0, 4) < 0.5), "masked_mean")


@pytest.mark.gradients
@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_gradients(solution, observe, randn, gradients, name, shape, dim):
    """The gradient accounts for the reduction, through which each number moves its whole slice."""
    x = randn(*shape, requires_grad=True)
    observe(gradients(getattr(solution, name)(x, dim), [x])[0], "the gradient of x")


@pytest.mark.gradients
@pytest.mark.parametrize("shape, of_mask, dim", MASKS)
def test_gradients_of_masked_mean(solution, observe, randn, rand, gradients, shape, of_mask, dim):
    """The gradient of the mean is shared by the places where the mask is True."""
    x, mask = randn(*shape, requires_grad=True), some(rand, *of_mask)
    observe(gradients(solution.masked_mean(x, mask, dim), [x])[0], "the gradient of x")


@pytest.mark.gradients
def test_gradient_of_zeros(solution, observe, randn, gradients):
    """A slice of zeros has a finite gradient in l2_normalize, what arrived over eps."""
    x = randn(4, 6)
    x[1] = 0
    x.requires_grad_()
    observe(gradients(solution.l2_normalize(x, eps=0.25), [x])[0], "the gradient of x")


@pytest.mark.gradients
def test_gradient_of_nothing(solution, observe, randn, rand, gradients):
    """Places that are masked out, and slices without a True, get a gradient of 0, not NaN."""
    mask = some(rand, 4, 6)
    mask[2] = False
    mask[0, 3] = False
    x = randn(4, 6).masked_fill(~mask, float("nan")).requires_grad_()
    observe(gradients(solution.masked_mean(x, mask), [x])[0], "the gradient of x")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_standardize(solution, randn, rows=256):
    """256 rows of 512 numbers, standardized."""
    x = randn(rows, 512)
    return lambda: solution.standardize(x)


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_masked_mean(solution, randn, rand, length=256):
    """The mean over the tokens of 16 sequences of 256 with 64 features."""
    x, mask = randn(16, length, 64), rand(16, length, 1) < 0.7
    return lambda: solution.masked_mean(x, mask, 1)
