"""Hidden tests of adapters/quantize_int8."""

import pytest
import torch

SIZES = [(4, 6), (5, 5), (6, 3), (1, 8), (3, 1), (1, 1)]
LEADS = [(4,), (2, 3), ()]


@pytest.fixture
def weights(randint, rand, randn):
    """`weights(o, i)`: rows of very different sizes, none of whose numbers is close to a half.

    So whoever divides, and whoever multiplies by the reciprocal, rounds to the same integer.
    """

    def make(o, i, dtype=torch.float32):
        steps = randint(-120, 121, o, i) + (rand(o, i, dtype=dtype) - 0.5) * 0.8
        steps[:, i // 2] = torch.where(steps[:, i // 2] < 0, -127.0, 127.0)
        return steps * 10 ** (randn(o, 1, dtype=dtype) * 1.5)

    return make


@pytest.fixture
def layer(randint, rand):
    """`layer(o, i)`: integers and scales of a quantized weight."""
    return lambda o, i: (randint(-127, 128, o, i).to(torch.int8), rand(o, 1) + 0.1)


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, randn, weights, layer, size):
    """There is one integer for each number, one scale for each row, and O results."""
    q, scale = solution.quantize(weights(*size))
    observe([tuple(q.shape), tuple(scale.shape)], "the shapes of q and scale")
    result = solution.quantized_linear(randn(2, 3, size[1]), *layer(*size))
    observe(tuple(result.shape), "the shape of the layer's result")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_dtypes(solution, observe, randn, layer, dtype):
    """The integers are int8; everything else is in the dtype of weight and scale."""
    q, scale = solution.quantize(randn(4, 6))
    observe([str(q.dtype), str(scale.dtype)], "the dtypes of q and scale")
    observe(str(solution.dequantize(*layer(4, 6)).dtype), "the dtype of the dequantized weight")
    result = solution.quantized_linear(randn(2, 6), *layer(4, 6), randn(4))
    observe(str(result.dtype), "the dtype of the layer's result")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_scale(solution, observe, weights, size):
    """The scale of a row is its largest size over 127."""
    observe([row[0] for row in solution.quantize(weights(*size))[1]], "the scale of each row")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_integers(solution, observe, weights, size):
    """The integers are the weight in units of its row's scale, rounded."""
    observe(solution.quantize(weights(*size))[0], "q")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_dequantize(solution, observe, layer, size):
    """The dequantized weight is each integer times its row's scale."""
    observe(solution.dequantize(*layer(*size)))


@pytest.mark.parametrize("lead", LEADS, ids=str)
@pytest.mark.parametrize("size", [(4, 6), (5, 5), (3, 1)], ids=str)
def test_layer(solution, observe, randn, layer, size, lead):
    """The layer multiplies x by the dequantized weight and adds the bias."""
    q, scale = layer(*size)
    x = randn(*lead, size[1])
    observe(solution.quantized_linear(x, q, scale), "without a bias")
    observe(solution.quantized_linear(x, q, scale, randn(size[0])), "with a bias")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, randn, weights, layer, dtype):
    """In float64 scales, weight and layer are exact to float64's precision."""
    q, scale = solution.quantize(weights(4, 6, dtype=torch.float64))
    observe(list(scale), "the scale of each row")
    observe(list(solution.dequantize(q, scale)), "the rows of the dequantized weight")
    observe(solution.quantized_linear(randn(3, 6), *layer(4, 6), randn(4)), "the layer's result")


def test_error(solution, observe, randn):
    """A weight comes back with an error of half a scale at most."""
    weight = randn(8, 256)
    q, scale = solution.quantize(weight)
    errors = (solution.dequantize(q, scale) - weight).abs() / scale
    observe(float(errors.mean()), "the mean error in units of the scale", atol=1e-3, rtol=0)
    observe.at_most(float(errors.max()), "the largest error, in scales", times=1, slack=1e-3)


@pytest.mark.edges
def test_halves(solution, observe, device):
    """A number halfway between two integers is rounded to the even one."""
    row = torch.tensor([127.0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 125.5, -126.5], device=device)
    observe(solution.quantize(torch.stack([row / 8, row * 4]))[0], "q")


@pytest.mark.edges
def test_largest_is_negative(solution, observe, device):
    """The number of largest size decides also where it is negative, and lands on -127."""
    weight = torch.tensor([[-2.0, 1.0, 0.3], [0.1, -0.4, 0.0], [-3.0, -2.0, -1.0]], device=device)
    q, scale = solution.quantize(weight)
    observe(q, "q")
    observe(scale, "scale")


@pytest.mark.edges
def test_zero_row(solution, observe, weights):
    """A row of zeros has the scale 1 and the integers 0, and comes back as zeros."""
    weight = weights(3, 4)
    weight[1] = 0
    q, scale = solution.quantize(weight)
    observe(q, "q")
    observe(scale[1], "the scale of the row of zeros")
    observe(solution.dequantize(q, scale)[1], "the row of zeros, dequantized")


@pytest.mark.edges
@pytest.mark.parametrize("size", [1e-28, 1e-8, 1e28])
def test_rows_of_any_size(solution, observe, weights, size):
    """A row of tiny or huge numbers has all its digits, beside ordinary ones."""
    weight = weights(3, 5)
    weight[1] *= size
    q, scale = solution.quantize(weight)
    observe(q, f"q, with a row of about {size}")
    observe(scale[1], "the scale of that row")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, weights, layer):
    """Transposed weights and inputs are read along their own dimensions."""
    observe(solution.quantize(weights(5, 4).T.contiguous().T)[0], "q")
    q, scale = layer(6, 4)
    observe(solution.dequantize(q.T.contiguous().T, scale), "the dequantized weight")
    result = solution.quantized_linear(randn(4, 3).T, q.T.contiguous().T, scale)
    observe(result, "the layer's result")


@pytest.mark.edges
def test_no_rows_of_x(solution, observe, randn, layer):
    """A batch of no rows gives a batch of no rows."""
    observe(solution.quantized_linear(randn(0, 4), *layer(3, 4)))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, weights, layer):
    """No argument is changed."""
    weight, (q, scale), x, bias = weights(4, 6), layer(4, 6), randn(3, 6), randn(4)
    solution.quantize(weight)
    solution.dequantize(q, scale)
    solution.quantized_linear(x, q, scale, bias)
    observe([weight, q, scale, x, bias], "the arguments after the calls")


@pytest.mark.cost
def test_scales_the_results(solution, observe, randn, layer, cost):
    """The layer applies the scales to its results, not to the weights."""
    found = cost(solution.quantized_linear, randn(1, 512), *layer(256, 512))
    observe(found.result, "the layer's result")
    observe.at_most(found.flops, "the FLOPs of one row", times=1.1)


@pytest.mark.sizes(outputs=(128, 256, 512, 1024))
def bench_layer(solution, randn, layer, outputs=512):
    """A layer from 512 features to 512 on 16 rows."""
    q, scale = layer(outputs, 512)
    x, bias = randn(16, 512), randn(outputs)
    return lambda: solution.quantized_linear(x, q, scale, bias)
