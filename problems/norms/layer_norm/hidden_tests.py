"""Hidden tests of norms/layer_norm."""

import pytest
import torch

# the shape of x, and how many of its last dimensions make a row
SHAPES = [((4, 8), 1), ((6, 6), 1), ((2, 3, 5), 1), ((7,), 1)]
WIDE_ROWS = [((2, 3, 4), 2), ((2, 3, 3), 2), ((2, 3, 2, 4), 3), ((3, 5), 2)]


@pytest.fixture
def arguments(randn):
    """`arguments(shape, row, dtype)`: an x and a weight and bias for its last `row` dimensions."""

    def make(shape, row=1, dtype=torch.float32, **kw):
        kw = kw if dtype is torch.float32 else {"dtype": dtype, **kw}
        return randn(*shape, **kw), randn(*shape[-row:], **kw), randn(*shape[-row:], **kw)

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape, row", SHAPES + WIDE_ROWS, ids=str)
def test_shape(solution, observe, arguments, shape, row):
    """The result has the shape of x, whatever a row is."""
    observe(tuple(solution.layer_norm(*arguments(shape, row)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, arguments, dtype):
    """The result has the dtype of x."""
    observe(str(solution.layer_norm(*arguments((3, 4), dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("shape, row", SHAPES, ids=str)
def test_values(solution, observe, arguments, shape, row):
    """Each row is centred, divided by the root of its own biased variance, scaled and shifted."""
    observe(solution.layer_norm(*arguments(shape, row)))


@pytest.mark.parametrize("shape, row", WIDE_ROWS, ids=str)
def test_several_dimensions(solution, observe, arguments, shape, row):
    """Where weight has several dimensions, one mean and one variance serve them all together."""
    observe(solution.layer_norm(*arguments(shape, row)))


@pytest.mark.parametrize("row", [1, 2])
def test_values_float64(solution, observe, arguments, row):
    """In float64 the result is exact to float64's precision."""
    observe(solution.layer_norm(*arguments((3, 4, 16), row, torch.float64)))


def test_row_of_two(solution, observe, arguments):
    """In rows of two elements, dividing by C or by C - 1 differs most; C is right."""
    observe(solution.layer_norm(*arguments((5, 2))))


@pytest.mark.edges
def test_tiny_rows_show_eps(solution, observe, arguments):
    """On rows as small as the root of eps, eps counts inside the root."""
    x, weight, bias = arguments((3, 8))
    observe(solution.layer_norm(x * 1e-3, weight, bias, eps=1e-6), "rows of about 1e-3")
    observe(solution.layer_norm(x, weight, bias, eps=0.5), "rows of about 1 with eps=0.5")


@pytest.mark.edges
def test_default_eps(solution, observe, arguments):
    """Without eps, 1e-5 is added to the variance."""
    x, weight, bias = arguments((3, 8))
    observe(solution.layer_norm(x * 3e-3, weight, bias))


@pytest.mark.edges
def test_equal_numbers(solution, observe, arguments):
    """A row of equal numbers gives bias, not NaN."""
    x, weight, bias = arguments((3, 8))
    x[0], x[2] = 0.0, 2.0
    observe(solution.layer_norm(x, weight, bias))


@pytest.mark.edges
def test_one_element(solution, observe, arguments):
    """A row of one element gives bias: its variance is 0, not undefined."""
    observe(solution.layer_norm(*arguments((4, 1))))


@pytest.mark.edges
def test_large_mean(solution, observe, arguments):
    """A row far from zero keeps its first digits: the variance is taken from the deviations."""
    x, weight, bias = arguments((4, 32))
    # steps of 1/64 near 1000 are exact in float32; a running mean may be off by 1e-4 there
    far = (x * 64).round() / 64 + 1000
    observe(solution.layer_norm(far, weight, bias), "rows of about 1000", atol=3e-3)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_computed_in_float32(solution, observe, arguments, dtype):
    """Half-precision rows whose squares overflow still give finite results."""
    x, weight, bias = arguments((4, 16), dtype=dtype)
    observe(solution.layer_norm(x * 500, weight, bias))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_rounded_once(solution, observe, arguments, dtype):
    """Gain and bias are applied in float32 too: a half-precision result is rounded at the end."""
    x, weight, bias = arguments((64, 64), dtype=dtype)
    result = solution.layer_norm(x, weight, bias).double()
    wide = x.double()
    spread = (wide.var(-1, keepdim=True, correction=0) + 1e-5).sqrt()
    exact = (wide - wide.mean(-1, keepdim=True)) / spread * weight.double() + bias.double()
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments):
    """Neither x nor weight nor bias is changed."""
    x, weight, bias = arguments((4, 8))
    solution.layer_norm(x, weight, bias)
    observe([x, weight, bias], "x, weight and bias after the call")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is normalised over its own last dimensions."""
    observe(solution.layer_norm(randn(6, 4).T, randn(6), randn(6)), "rows of one dimension")
    x = randn(5, 3, 4).transpose(0, 2)
    observe(solution.layer_norm(x, randn(3, 5), randn(3, 5)), "rows of two dimensions")


@pytest.mark.edges
def test_empty_batch(solution, observe, arguments):
    """A batch of no rows gives a batch of no rows."""
    observe(solution.layer_norm(*arguments((0, 4))))


@pytest.mark.gradients
@pytest.mark.parametrize("shape, row", [((4, 8), 1), ((2, 3, 5), 1), ((2, 3, 4), 2)], ids=str)
def test_gradients(solution, observe, arguments, gradients, shape, row):
    """Gradients reach x, also through the mean and the variance, and weight and bias."""
    inputs = arguments(shape, row, requires_grad=True)
    found = gradients(solution.layer_norm(*inputs), inputs)
    for name, gradient in zip(["x", "weight", "bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_gradients_float64(solution, observe, arguments, gradients):
    """In float64 the gradients are exact to float64's precision."""
    inputs = arguments((4, 8), dtype=torch.float64, requires_grad=True)
    observe(gradients(solution.layer_norm(*inputs), inputs), "the gradients")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """256 rows of 512 features."""
    x, weight, bias = randn(rows, 512), randn(512), randn(512)
    return lambda: solution.layer_norm(x, weight, bias)
