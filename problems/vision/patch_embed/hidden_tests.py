"""Hidden tests of vision/patch_embed."""

import pytest
import torch

# (B, Cin, H, W) and P; among them square and not, one patch, patches of one pixel, Cin == P.
SIZES = [
    ((2, 3, 8, 12), 4),
    ((2, 3, 12, 6), 3),
    ((1, 1, 4, 4), 2),
    ((3, 2, 4, 4), 4),
    ((2, 3, 2, 3), 1),
    ((1, 4, 6, 4), 2),
]
sizes = pytest.mark.parametrize("shape, patch_size", SIZES, ids=str)


@pytest.fixture
def make(solution, fill, dtype):
    """`make(patch_size, in_channels, n_embd)`: the layer with given weights."""
    return lambda *size: fill(solution.PatchEmbed(*size).to(dtype))


@pytest.mark.shape
def test_parameters(solution, observe):
    """The parameters are the weight and the bias of proj, and no other."""
    named = solution.PatchEmbed(4, 3, 10).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@sizes
def test_shape(solution, make, observe, randn, shape, patch_size):
    """There are (H / P) * (W / P) patches; both results have three dimensions."""
    observe(tuple(solution.patchify(randn(*shape), patch_size).shape), "the shape of the patches")
    layer = make(patch_size, shape[1], 10)
    observe(tuple(layer(randn(*shape)).shape), "the shape of the tokens")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.uint8], ids=str)
def test_patches_keep_dtype(solution, observe, randint, dtype):
    """The patches have the dtype of the images, also of images of bytes."""
    observe(solution.patchify(randint(0, 100, 2, 3, 4, 6).to(dtype), 2))


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_tokens_keep_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    observe(str(make(2, 3, 10)(randn(2, 3, 4, 6)).dtype), "the dtype")


@sizes
def test_patches(solution, observe, randn, shape, patch_size):
    """Patches stand in reading order; in each the channel is outermost, then row, then column."""
    observe(solution.patchify(randn(*shape), patch_size))


def test_counted_pixels(solution, observe, device):
    """Pixels that are numbered in memory's order show where each one goes."""
    images = torch.arange(2 * 2 * 4 * 6, device=device).view(2, 2, 4, 6)
    observe(solution.patchify(images, 2))


@sizes
def test_tokens(make, observe, randn, shape, patch_size):
    """Each token is the linear layer of its own patch."""
    observe(make(patch_size, shape[1], 10)(randn(*shape)))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the tokens are exact to float64's precision."""
    observe(make(4, 3, 10)(randn(2, 3, 8, 12)))


@pytest.mark.edges
def test_sizes_may_change(make, observe, randn):
    """One layer takes images of different sizes, one after the other."""
    layer = make(2, 3, 5)
    for height, width in ((4, 4), (2, 8), (6, 2)):
        observe(layer(randn(1, 3, height, width)), f"an image of {height} x {width}")


@pytest.mark.edges
@pytest.mark.parametrize("height, width", [(6, 8), (8, 6), (2, 2), (8, 9)])
def test_does_not_divide(solution, make, observe, randn, height, width):
    """A patch size that does not divide height or width raises ValueError."""
    images = randn(1, 3, height, width)
    observe.raises(ValueError, solution.patchify, images, 4)
    observe.raises(ValueError, make(4, 3, 5), images)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Images in channels-last memory, and transposed ones, give the same patches as others."""
    images = randn(2, 3, 4, 6)
    observe(solution.patchify(images.to(memory_format=torch.channels_last), 2), "channels last")
    observe(solution.patchify(images.transpose(2, 3), 2), "transposed")
    observe(solution.patchify(images[:, :, ::2, 1:5], 2), "every second row, four columns")


@pytest.mark.edges
def test_empty_batch(solution, make, observe, randn):
    """A batch of no images gives a batch of no sequences."""
    observe(solution.patchify(randn(0, 3, 4, 6), 2), "the patches")
    observe(make(2, 3, 5)(randn(0, 3, 4, 6)), "the tokens")


@pytest.mark.edges
def test_leaves_images_alone(solution, make, observe, randn):
    """The images are not changed."""
    images = randn(2, 3, 4, 6)
    solution.patchify(images, 2)
    make(2, 3, 5)(images)
    observe(images, "the images after both calls")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients):
    """Gradients reach the images, the weight and the bias."""
    layer, images = make(2, 3, 5), randn(2, 3, 4, 6, requires_grad=True)
    found = gradients(layer(images), [images, layer.proj.weight, layer.proj.bias])
    for name, gradient in zip(["the images", "the weight", "the bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_gradients_of_patches(solution, observe, randn, gradients):
    """Each pixel gets the gradient of its place in the patches."""
    images = randn(2, 3, 4, 6, requires_grad=True)
    observe(gradients(solution.patchify(images, 2), [images])[0], "the gradient of the images")


@pytest.mark.sizes(side=(64, 128, 256, 512))
def bench_tokens(make, randn, side=128):
    """Two images of 128 x 128 in patches of 16, 192 features."""
    layer, images = make(16, 3, 192), randn(2, 3, side, side)
    return lambda: layer(images)
