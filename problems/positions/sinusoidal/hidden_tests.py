"""Hidden tests of positions/sinusoidal.

Large positions are compared in float64 and bfloat16: in float32 an angle of hundreds of radians has
too few digits left for two right answers to agree to float32's tolerance.
"""

import pytest
import torch

SIZES = [(6, 4), (1, 2), (12, 12), (20, 16), (4, 6)]


@pytest.mark.shape
@pytest.mark.parametrize("size", [*SIZES, (5, 3), (4, 7)], ids=str)
def test_table_shape(solution, observe, size):
    """The table has one row a position and one column a feature."""
    observe(tuple(solution.sinusoidal(*size).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(5, 4), (2, 6, 5), (2, 3, 4, 6)], ids=str)
def test_sum_shape(solution, observe, randn, shape):
    """The sum has the shape of x, whatever its leading dimensions."""
    observe(tuple(solution.add_positions(randn(*shape)).shape), "the shape")


@pytest.mark.dtype
def test_table_dtype(solution, observe):
    """The table is float32."""
    observe(str(solution.sinusoidal(4, 6).dtype), "the dtype")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_sum_keeps_dtype(solution, observe, randn, dtype):
    """The sum has the dtype of x."""
    observe(str(solution.add_positions(randn(2, 4, 6, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_table(solution, observe, size):
    """Even columns are sines, odd ones cosines of the same frequency, base^(-2i / C)."""
    observe(solution.sinusoidal(*size))


@pytest.mark.parametrize("base", [2.0, 100.0, 500000.0])
def test_base(solution, observe, randn, base):
    """The base sets the longest wavelength."""
    observe(solution.sinusoidal(9, 8, base), "the table")
    observe(solution.add_positions(randn(9, 8), 0, base), "the sum")


@pytest.mark.parametrize("shape", [(5, 4), (2, 6, 6), (4, 4, 8), (2, 3, 4, 6)], ids=str)
def test_sum(solution, observe, randn, shape):
    """Every sequence has the same table added."""
    observe(solution.add_positions(randn(*shape)))


@pytest.mark.parametrize("offset", [1, 2, 11])
def test_offset(solution, observe, randn, offset):
    """The first token stands at position `offset`."""
    observe(solution.add_positions(randn(2, 5, 6), offset=offset))


def test_float64(solution, observe, randn):
    """In float64 the sum is exact to float64's precision, angles included."""
    observe(solution.add_positions(randn(2, 9, 8, dtype=torch.float64), 1000))


@pytest.mark.edges
@pytest.mark.parametrize("width", [1, 3, 5, 9])
def test_odd_width(solution, observe, randn, width):
    """With an odd width the last column is a sine, of the frequency that its place gives."""
    observe(solution.sinusoidal(7, width), "the table")
    observe(solution.add_positions(randn(2, 7, width), 2), "the sum")


@pytest.mark.edges
@pytest.mark.parametrize("width", [4, 3])
def test_no_positions(solution, observe, width):
    """A length of 0 gives a table without rows."""
    observe(solution.sinusoidal(0, width))


@pytest.mark.edges
def test_bfloat16_far_out(solution, observe, randn):
    """In bfloat16 the positions themselves are not rounded, however large."""
    observe(solution.add_positions(randn(9, 16, dtype=torch.bfloat16), offset=1001))


@pytest.mark.edges
def test_bfloat16_is_rounded_once(solution, observe, randn):
    """In bfloat16 only the sum is rounded."""
    x = randn(32, 64, dtype=torch.bfloat16)
    result, exact = solution.add_positions(x).double(), solution.add_positions(x.double())
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.1)


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """The input x itself is not changed."""
    x = randn(2, 5, 6)
    solution.add_positions(x)
    observe(x, "x after the call")


@pytest.mark.edges
def test_gradient_passes(solution, observe, randn, gradients):
    """Gradients reach x as they are."""
    x = randn(2, 5, 6, requires_grad=True)
    (dx,) = gradients(solution.add_positions(x, 3), [x])
    observe(dx, "the gradient of x")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_add(solution, randn, length=512):
    """512 positions of 256 features added to 2 sequences."""
    x = randn(2, length, 256, dtype=torch.float64)  # far out float32 angles differ
    return lambda: solution.add_positions(x)
