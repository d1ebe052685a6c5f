"""Hidden tests of norms/group_norm."""

import pytest
import torch

# the shape of x and the number of groups; among them C == W, C == B, G == C / G and G == B
SIZES = [
    ((2, 6, 3, 5), 3),
    ((3, 4, 2, 4), 2),
    ((2, 8, 7), 2),
    ((4, 6), 2),
    ((6, 6), 3),
    ((1, 4, 2, 2, 3), 2),
]
EXTREMES = [((2, 6, 3, 5), 1), ((3, 6), 1), ((2, 6, 3, 5), 6), ((4, 4, 4), 4)]


@pytest.fixture
def arguments(randn):
    """`arguments(shape, G, dtype)`: x with channels and pixels that differ, G, weight and bias."""

    def make(shape, groups, dtype=torch.float32):
        channels = (shape[1], *[1] * (len(shape) - 2))
        x = randn(*shape) * randn(*channels) + randn(*shape[1:]) + 2 * randn(*channels)
        weight, bias = randn(shape[1], dtype=dtype), randn(shape[1], dtype=dtype)
        return x.to(dtype), groups, weight, bias

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape, groups", SIZES + EXTREMES, ids=str)
def test_shape(solution, observe, arguments, shape, groups):
    """The result has the shape of x, whatever its number of dimensions."""
    observe(tuple(solution.group_norm(*arguments(shape, groups)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, arguments, dtype):
    """The result has the dtype of x."""
    x, groups, weight, bias = arguments((2, 4, 3), 2, dtype)
    observe(str(solution.group_norm(x, groups, weight, bias).dtype), "the dtype")


@pytest.mark.parametrize("shape, groups", SIZES, ids=str)
def test_values(solution, observe, arguments, shape, groups):
    """Neighbouring channels share a mean and a biased variance, each sample on its own."""
    observe(solution.group_norm(*arguments(shape, groups)))


@pytest.mark.parametrize("shape, groups", EXTREMES, ids=str)
def test_extremes(solution, observe, arguments, shape, groups):
    """One group takes all channels together; as many groups as channels take each alone."""
    observe(solution.group_norm(*arguments(shape, groups)))


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_float64(solution, observe, randn, groups):
    """In float64 the result is exact to float64's precision."""
    x, weight, bias = (randn(*shape, dtype=torch.float64) for shape in [(2, 4, 3, 3), (4,), (4,)])
    observe(solution.group_norm(x, groups, weight, bias))


@pytest.mark.edges
def test_batch_of_one(solution, observe, arguments):
    """A sample gives the same result alone as in a batch."""
    x, groups, weight, bias = arguments((3, 4, 2, 3), 2)
    observe(solution.group_norm(x, groups, weight, bias)[1], "the sample in a batch")
    observe(solution.group_norm(x[1:2], groups, weight, bias)[0], "the sample alone")


@pytest.mark.edges
@pytest.mark.parametrize("channels, groups", [(6, 4), (4, 8), (5, 2)])
def test_does_not_divide(solution, observe, randn, channels, groups):
    """A number of groups that does not divide the channels raises ValueError."""
    arguments = randn(2, channels, 4), groups, randn(channels), randn(channels)
    observe.raises(ValueError, solution.group_norm, *arguments)


@pytest.mark.edges
def test_eps(solution, observe, arguments):
    """The given eps counts inside the root."""
    x, groups, weight, bias = arguments((2, 4, 3), 2)
    result = solution.group_norm(x * 1e-3, groups, weight, bias, eps=1e-6)
    observe(result, "values of about 1e-3 with eps=1e-6")
    observe(solution.group_norm(x, groups, weight, bias, eps=0.5), "values of about 1, eps=0.5")


@pytest.mark.edges
def test_default_eps(solution, observe, arguments):
    """Without eps, 1e-5 is added to the variance."""
    x, *rest = arguments((2, 4, 3), 2)
    observe(solution.group_norm(x * 3e-3, *rest))


@pytest.mark.edges
def test_equal_numbers(solution, observe, arguments):
    """A group of equal numbers gives bias, not NaN."""
    x, *rest = arguments((2, 4, 3), 2)
    x[0, :2] = 2.0
    observe(solution.group_norm(x, *rest))


@pytest.mark.edges
def test_one_number(solution, observe, arguments):
    """A group of a single number gives bias: its variance is 0, not undefined."""
    # a rounding of the mean counts 1 / sqrt(eps) times
    result = solution.group_norm(*arguments((3, 4), 4), eps=0.1)
    observe(result, "groups of one number", atol=1e-4)


@pytest.mark.edges
def test_large_mean(solution, observe, randn):
    """A group far from zero keeps its first digits: the variance is taken from deviations."""
    # steps of 1/64 near 1000 are exact in float32
    x = (randn(2, 4, 4, 4) * 64).round() / 64 + 1000
    observe(solution.group_norm(x, 2, randn(4), randn(4)), "values of about 1000", atol=3e-3)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_computed_in_float32(solution, observe, arguments, dtype):
    """Half-precision groups whose squares overflow still give finite results."""
    x, groups, weight, bias = arguments((2, 4, 8), 2, dtype)
    observe(solution.group_norm(x * 300, groups, weight, bias))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_rounded_once(solution, observe, randn, dtype):
    """Gain and bias are applied in float32 too: a half-precision result is rounded at the end."""
    x, weight, bias = randn(64, 64, dtype=dtype), randn(64, dtype=dtype), randn(64, dtype=dtype)
    result = solution.group_norm(x, 4, weight, bias).double()
    rows = x.double().view(64, 4, 16)
    spread = (rows.var(-1, keepdim=True, correction=0) + 1e-5).sqrt()
    normed = ((rows - rows.mean(-1, keepdim=True)) / spread).view(64, 64)
    exact = normed * weight.double() + bias.double()
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, arguments):
    """Neither x nor weight nor bias is changed."""
    x, groups, weight, bias = arguments((2, 4, 3), 2)
    solution.group_norm(x, groups, weight, bias)
    observe([x, weight, bias], "x, weight and bias after the call")


@pytest.mark.edges
def test_memory_layout(solution, observe, arguments):
    """Images in channels-last layout, and transposed ones, are normalised like any other."""
    x, *rest = arguments((2, 6, 4, 5), 2)
    channels_last = x.to(memory_format=torch.channels_last)
    observe(solution.group_norm(channels_last, *rest), "channels last")
    observe(solution.group_norm(x.transpose(2, 3), *rest), "transposed")


@pytest.mark.gradients
@pytest.mark.parametrize("shape, groups", [((2, 6, 3, 5), 3), ((4, 6), 2), ((2, 4, 3), 1)], ids=str)
def test_gradients(solution, observe, arguments, gradients, shape, groups):
    """Gradients reach x, also through the mean and the variance, and weight and bias."""
    x, _, weight, bias = arguments(shape, groups)
    inputs = [tensor.requires_grad_() for tensor in (x, weight, bias)]
    found = gradients(solution.group_norm(x, groups, weight, bias), inputs)
    for name, gradient in zip(["x", "weight", "bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(images=(2, 4, 8, 16))
def bench_images(solution, randn, images=4):
    """4 images of 64 channels and 16 x 16 pixels, in 8 groups."""
    x, weight, bias = randn(images, 64, 16, 16), randn(64), randn(64)
    return lambda: solution.group_norm(x, 8, weight, bias)
