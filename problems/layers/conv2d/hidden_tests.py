"""Hidden tests of layers/conv2d."""

import pytest
import torch

# x (B, C, H, W), weight (O, C, kh, kw)
PLAIN = [
    ((2, 3, 6, 7), (4, 3, 3, 2)),
    ((1, 1, 5, 5), (1, 1, 3, 3)),
    ((2, 4, 4, 4), (4, 4, 4, 4)),
    ((3, 2, 5, 4), (3, 2, 1, 1)),
    ((2, 3, 3, 8), (5, 3, 2, 5)),
]


@pytest.mark.shape
@pytest.mark.parametrize(
    "options", [{}, {"stride": 2}, {"padding": 1}, {"stride": (3, 2), "padding": (2, 1)}], ids=str
)
@pytest.mark.parametrize("x, weight", PLAIN[:2], ids=str)
def test_shape(solution, observe, randn, x, weight, options):
    """The result has as many rows and columns as windows fit."""
    result = solution.conv2d(randn(*x), randn(*weight), **options)
    observe(tuple(result.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The result has the dtype of x."""
    tensors = [randn(*shape, dtype=dtype) for shape in ((2, 3, 5, 5), (4, 3, 2, 2))]
    observe(str(solution.conv2d(*tensors, padding=1).dtype), "the dtype")


@pytest.mark.parametrize("x, weight", PLAIN, ids=str)
def test_values(solution, observe, randn, x, weight):
    """Every window is multiplied by the kernel, element by element, and summed up."""
    observe(solution.conv2d(randn(*x), randn(*weight)))


@pytest.mark.parametrize("stride", [2, 3, (1, 2), (3, 1)], ids=str)
def test_stride(solution, observe, randn, stride):
    """Windows begin every stride rows and columns."""
    observe(solution.conv2d(randn(2, 2, 8, 9), randn(3, 2, 3, 2), stride=stride))


@pytest.mark.parametrize("padding", [1, 2, (0, 2), (3, 0)], ids=str)
def test_padding(solution, observe, randn, padding):
    """Zeros stand on all four sides of the image."""
    observe(solution.conv2d(randn(2, 2, 4, 5), randn(3, 2, 3, 3), padding=padding))


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_groups(solution, observe, randn, groups):
    """The outputs of a group see the inputs of that group alone."""
    weight = randn(12, 6 // groups, 2, 3)
    observe(solution.conv2d(randn(2, 6, 4, 5), weight, groups=groups))


def test_depthwise(solution, observe, randn):
    """With as many groups as channels, each channel has a kernel of its own."""
    observe(solution.conv2d(randn(2, 5, 6, 6), randn(5, 1, 3, 3), padding=1, groups=5))


def test_all_together(solution, observe, randn):
    """Stride, padding and groups work together."""
    observe(solution.conv2d(randn(2, 6, 9, 7), randn(4, 3, 3, 2), (2, 3), (1, 2), 2))


def test_float64(solution, observe, randn):
    """In float64 the result is exact to float64's precision."""
    tensors = [randn(*shape, dtype=torch.float64) for shape in ((2, 4, 7, 8), (6, 2, 3, 3))]
    observe(solution.conv2d(*tensors, 2, 1, 2))


@pytest.mark.edges
@pytest.mark.parametrize("size, stride", [((6, 7), 4), ((8, 5), (5, 3)), ((4, 4), 9)], ids=str)
def test_what_does_not_fit(solution, observe, randn, size, stride):
    """Rows and columns at the end that no window fits into are left out."""
    observe(solution.conv2d(randn(1, 2, *size), randn(2, 2, 3, 2), stride=stride))


@pytest.mark.edges
def test_kernel_of_the_image(solution, observe, randn):
    """A kernel as large as the padded image has one place."""
    observe(solution.conv2d(randn(2, 3, 4, 5), randn(2, 3, 4, 5)))
    observe(solution.conv2d(randn(2, 3, 2, 3), randn(2, 3, 4, 5), padding=1), "with padding")


@pytest.mark.edges
def test_padding_beyond_the_kernel(solution, observe, randn):
    """Windows that see nothing but padding give zero."""
    observe(solution.conv2d(randn(1, 2, 2, 2), randn(3, 2, 2, 2), padding=3))


@pytest.mark.edges
def test_one_of_everything(solution, observe, randn):
    """A single pixel, channel and kernel element is a product."""
    observe(solution.conv2d(randn(1, 1, 1, 1), randn(1, 1, 1, 1)))


@pytest.mark.edges
def test_no_images(solution, observe, randn):
    """A batch of no images gives no results, in the right shape."""
    observe(solution.conv2d(randn(0, 4, 5, 6), randn(6, 2, 3, 3), 2, 1, 2))


@pytest.mark.edges
@pytest.mark.parametrize(
    "channels, weight, groups",
    [(4, (6, 4, 2, 2), 3), (6, (4, 2, 2, 2), 3), (4, (2, 3, 2, 2), 1), (4, (2, 4, 2, 2), 2)],
)
def test_channels_do_not_fit(solution, observe, randn, channels, weight, groups):
    """Groups that do not divide the channels, or another number of them, raise ValueError."""
    x = randn(2, channels, 5, 5)
    observe.raises(ValueError, solution.conv2d, x, randn(*weight), groups=groups)


@pytest.mark.edges
@pytest.mark.parametrize("kernel, padding", [((4, 1), 0), ((1, 5), 0), ((6, 3), 1), ((3, 7), 1)])
def test_kernel_too_large(solution, observe, randn, kernel, padding):
    """A kernel larger than the padded image raises ValueError."""
    x, weight = randn(1, 2, 3, 4), randn(2, 2, *kernel)
    observe.raises(ValueError, solution.conv2d, x, weight, padding=padding)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views work like tensors of their own."""
    x, weight = randn(2, 5, 6, 3).permute(0, 3, 1, 2), randn(3, 3, 2, 4).permute(3, 2, 0, 1)
    observe(solution.conv2d(x[:, :2], weight, padding=1))


@pytest.mark.gradients
@pytest.mark.parametrize(
    "options", [{}, {"stride": 2, "padding": 1}, {"padding": (0, 2), "groups": 2}], ids=str
)
def test_gradients(solution, observe, randn, gradients, options):
    """Gradients reach x and the weight."""
    channels = 4 // options.get("groups", 1)
    shapes = {"x": (2, 4, 5, 6), "weight": (6, channels, 3, 2)}
    tensors = [randn(*shape, requires_grad=True) for shape in shapes.values()]
    found = gradients(solution.conv2d(*tensors, **options), tensors)
    for name, gradient in zip(shapes, found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(size=(12, 16, 24, 32))
def bench_layer(solution, randn, size=16):
    """Four images of 16 channels and 16 x 16 pixels, by a 3 x 3 kernel to 32 channels."""
    x, weight = randn(4, 16, size, size), randn(32, 16, 3, 3)
    return lambda: solution.conv2d(x, weight, padding=1)
