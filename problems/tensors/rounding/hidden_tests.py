"""Hidden tests of tensors/rounding."""

import pytest
import torch

INF = float("inf")


def unscaled(values, decimals):
    """Return what scales to these values."""
    return values * 10.0**-decimals if decimals < 0 else values / 10.0**decimals


def clear(rand, randint, decimals, *shape):
    """Return random numbers whose scaled values are not near a half."""
    scaled = randint(-3000, 3000, *shape) + (rand(*shape) - 0.5) * 0.8
    return unscaled(scaled, decimals)


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(4, 7), (2, 3, 5), (6,), (), (1, 1), (0, 3)], ids=str)
def test_shape(solution, observe, randn, shape):
    """The result has the shape of x."""
    observe(tuple(solution.round_to(randn(*shape), 2).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("decimals", [0, 2, -1])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype, decimals):
    """The result has the dtype of x."""
    observe(str(solution.round_to(randn(3, 4), decimals).dtype), "the dtype")


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, -1, -3])
def test_values(solution, observe, rand, randint, decimals):
    """Numbers of both signs go to the nearest value of so many decimals."""
    observe(solution.round_to(clear(rand, randint, decimals, 20, 10), decimals))


def test_default_decimals(solution, observe, rand, randint):
    """Without decimals, numbers are rounded to whole ones."""
    observe(solution.round_to(clear(rand, randint, 0, 50)))


def test_halves(solution, observe, dtype, device):
    """A positive half goes to its even neighbour."""
    x = torch.tensor([0.5, 1.5, 2.5, 3.5, 4.5, 101.5, 102.5], dtype=dtype, device=device)
    observe(solution.round_to(x))


def test_negative_halves(solution, observe, dtype, device):
    """A negative half goes to its even neighbour."""
    x = torch.tensor([-0.5, -1.5, -2.5, -3.5, -4.5, -101.5, -102.5], dtype=dtype, device=device)
    observe(solution.round_to(x))


def test_halves_of_decimals(solution, observe, dtype, device):
    """Halves are recognised after scaling: 0.125 and 0.375 are halves of a hundredth."""
    x = torch.tensor([0.125, 0.375, 0.625, -0.125, -0.375, 2.125], dtype=dtype, device=device)
    observe(solution.round_to(x, 2), "with 2 decimals")
    observe(solution.round_to(x * 2, 1), "twice as much with 1 decimal")


def test_halves_before_the_point(solution, observe, dtype, device):
    """With negative decimals 50, 150 and 250 are halves of a hundred."""
    x = torch.tensor([50.0, 150.0, 250.0, -50.0, -150.0, -250.0], dtype=dtype, device=device)
    observe(solution.round_to(x, -2), "with -2 decimals")
    observe(solution.round_to(x / 10, -1), "a tenth of it with -1 decimals")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("decimals", [1, 2, 3, -1, -2, -3, -4])
def test_many_halves(solution, observe, decimals, dtype):
    """Of many numbers midway between two values, those that scale to a half go to the even one."""
    # on the CPU, for a GPU may divide by a number by way of its inverse, which is not exact
    halves = torch.arange(-500, 500, dtype=torch.float64) + 0.5
    observe(solution.round_to(unscaled(halves, decimals).to(dtype), decimals))


def test_values_float64(solution, observe, rand, randint):
    """In float64 as many as eight decimals are exact."""
    x = clear(rand, randint, 8, 40).double() + randint(-1000, 1000, 40)
    observe(solution.round_to(x, 8) * 1e8 % 1000, "the last digits", atol=0.05)


@pytest.mark.edges
def test_nearly_halves(solution, observe, device):
    """What is next to a half goes to the nearest, not to the even one."""
    halves = torch.tensor([0.5, 1.5, 2.5, -0.5, -1.5, -2.5], dtype=torch.float32, device=device)
    for towards in (-INF, INF):
        x = torch.nextafter(halves, torch.full_like(halves, towards))
        observe(solution.round_to(x), f"one step from a half towards {towards}")
    observe(solution.round_to(halves + 1e-4), "a little above a half")
    observe(solution.round_to(halves - 1e-4), "a little below a half")


@pytest.mark.edges
def test_no_fraction(solution, observe, device):
    """Numbers too large to have a fraction stay as they are, odd ones too."""
    x = torch.tensor([2.0**23 + 1, -(2.0**23) - 1, 2.0**24 - 1], dtype=torch.float32, device=device)
    observe(solution.round_to(x) - x, "the change of odd numbers above 2**23")
    huge = torch.tensor([1e20, -1e20, 3e30], dtype=torch.float32, device=device)
    observe(solution.round_to(huge), "numbers beyond int64")


@pytest.mark.edges
@pytest.mark.parametrize("decimals", [0, 2, -2])
def test_not_finite(solution, observe, randn, decimals):
    """Infinities and NaN stay what they are."""
    x = randn(6)
    x[0], x[1], x[2] = INF, -INF, float("nan")
    observe(solution.round_to(x, decimals)[:3], "what became of inf, -inf and NaN")


@pytest.mark.edges
def test_whole_numbers(solution, observe, randint, dtype):
    """Whole numbers stay, also zero and also when more decimals are kept."""
    x = randint(-5, 6, 20).to(dtype)
    observe(solution.round_to(x), "without decimals")
    observe(solution.round_to(x, 3), "with three")


@pytest.mark.edges
def test_small_becomes_zero(solution, observe, randn):
    """What is smaller than half a unit becomes 0."""
    observe(solution.round_to(randn(8).clamp(-9, 9) * 1e-6, 3), "numbers of about 1e-6")
    observe(solution.round_to(randn(8).clamp(-9, 9), -2), "numbers of about 1 with -2 decimals")


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """The input x itself is not changed."""
    x = randn(4, 5)
    solution.round_to(x)
    solution.round_to(x, 2)
    observe(x, "x after the calls")


@pytest.mark.edges
def test_not_contiguous(solution, observe, rand, randint):
    """A transposed view is rounded place by place."""
    observe(solution.round_to(clear(rand, randint, 2, 6, 4).T, 2))


@pytest.mark.gradients
@pytest.mark.parametrize("decimals", [0, 2, -1])
def test_gradients(solution, observe, randn, gradients, decimals):
    """The gradient is 0 everywhere, and there is one."""
    x = randn(4, 5, requires_grad=True)
    observe(gradients(solution.round_to(x, decimals), [x])[0], "the gradient of x")


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_rows(solution, randn, rows=64):
    """64 rows of 512 numbers, to whole ones and to tens."""
    x = randn(rows, 512)
    return lambda: (solution.round_to(x * 100, 0), solution.round_to(x * 100, -1))
