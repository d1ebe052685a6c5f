"""Hidden tests of norms/rms_norm."""

import pytest
import torch


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(4, 8), (2, 3, 5), (7,)], ids=str)
def test_shape(solution, observe, randn, shape):
    """The result has the shape of x, whatever its number of dimensions."""
    observe(tuple(solution.rms_norm(randn(*shape), randn(shape[-1])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The result has the dtype of x."""
    observe(str(solution.rms_norm(randn(3, 4), randn(4)).dtype), "the dtype")


@pytest.mark.parametrize("shape", [(4, 8), (6, 6), (2, 3, 64), (3, 1), (5,)], ids=str)
def test_values(solution, observe, randn, shape):
    """Each row is divided by its own root mean square and scaled by the gain."""
    observe(solution.rms_norm(randn(*shape), randn(shape[-1])))


def test_values_float64(solution, observe, randn):
    """In float64 the result is exact to float64's precision."""
    observe(
        solution.rms_norm(
            randn(4, 16, dtype=torch.float64), randn(16, dtype=torch.float64), eps=1e-5
        )
    )


def test_mean_is_kept(solution, observe, randn):
    """Rows with a large mean keep it: RMSNorm does not centre."""
    observe(solution.rms_norm(randn(4, 32) + 5, randn(32)))


@pytest.mark.edges
def test_tiny_rows_show_eps(solution, observe, randn):
    """On rows as small as the root of eps, eps counts inside the root."""
    observe(solution.rms_norm(randn(3, 8) * 1e-3, randn(8), eps=1e-6), "rows of about 1e-3")
    observe(solution.rms_norm(randn(3, 8), randn(8), eps=0.5), "rows of about 1 with eps=0.5")


@pytest.mark.edges
def test_zero_row(solution, observe, randn):
    """A row of zeros gives zeros, not NaN."""
    x = randn(3, 6)
    x[1] = 0
    observe(solution.rms_norm(x, randn(6)))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_computed_in_float32(solution, observe, randn, dtype):
    """Half-precision inputs whose squares overflow still give finite results."""
    observe(solution.rms_norm(randn(4, 16) * 500, randn(16)))


@pytest.mark.edges
def test_half_is_rounded_once(solution, observe, randn):
    """The gain is applied in float32 too: a half-precision result is rounded only at the end."""
    x, weight = randn(64, 64, dtype=torch.bfloat16), randn(64, dtype=torch.bfloat16)
    result = solution.rms_norm(x, weight).double()
    wide = x.double()
    exact = wide / (wide.square().mean(-1, keepdim=True) + 1e-6).sqrt() * weight.double()
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """x itself is not changed."""
    x = randn(4, 8)
    solution.rms_norm(x, randn(8))
    observe(x, "x after the call")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is normalised over its own last dimension."""
    observe(solution.rms_norm(randn(6, 4).T, randn(6)))


@pytest.mark.edges
def test_empty_batch(solution, observe, randn):
    """A batch of no rows gives a batch of no rows."""
    observe(solution.rms_norm(randn(0, 4), randn(4)))


@pytest.mark.gradients
@pytest.mark.parametrize("shape", [(4, 8), (2, 3, 5)], ids=str)
def test_gradients(solution, observe, randn, gradients, shape):
    """Gradients reach x and the gain, also through the root mean square."""
    x, weight = randn(*shape, requires_grad=True), randn(shape[-1], requires_grad=True)
    dx, dweight = gradients(solution.rms_norm(x, weight), [x, weight])
    observe(dx, "the gradient of x")
    observe(dweight, "the gradient of the gain")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """256 rows of 512 features."""
    x, weight = randn(rows, 512), randn(512)
    return lambda: solution.rms_norm(x, weight)
