"""Hidden tests of tensors/causal_mask."""

import pytest
import torch

MASKS = [
    pytest.param("causal_mask", (), id="causal"),
    pytest.param("sliding_mask", (2,), id="sliding"),
    pytest.param("sliding_mask", (2, False), id="sliding, not causal"),
    pytest.param("prefix_mask", (3,), id="prefix"),
]
SHAPES = [
    pytest.param((5, 7), (5, 7), id="(5, 7) by (5, 7)"),
    pytest.param((2, 3, 4, 4), (4, 4), id="(2, 3, 4, 4) by (4, 4)"),
    pytest.param((2, 3, 4, 5), (2, 1, 1, 5), id="(2, 3, 4, 5) by (2, 1, 1, 5)"),
    pytest.param((3, 6, 6), (3, 6, 1), id="(3, 6, 6) by (3, 6, 1)"),
]


def some(rand, *shape):
    """Return a mask of half True, half False."""
    return rand(*shape) < 0.5


def weights(result):
    """Return the attention weights that the caller gets."""
    return result.float().softmax(-1) if result.dtype.itemsize < 4 else result.softmax(-1)


@pytest.mark.shape
@pytest.mark.parametrize("name, args", MASKS)
def test_mask_shapes(solution, observe, device, name, args):
    """The masks of a sequence are (T, T)."""
    observe(tuple(getattr(solution, name)(5, *args, device=device).shape), "the shape")


@pytest.mark.shape
def test_padding_shape(solution, observe, randint):
    """The padding mask is (B, T), of the length asked for and not of the longest row."""
    observe(tuple(solution.padding_mask(randint(0, 4, 3), 6).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("shape, of_mask", SHAPES)
def test_applied_shape(solution, observe, randn, rand, shape, of_mask):
    """Applying a mask that broadcasts keeps the shape of the scores."""
    observe(tuple(solution.apply_mask(randn(*shape), some(rand, *of_mask)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("name, args", MASKS)
def test_masks_are_bool(solution, observe, device, name, args):
    """The masks of a sequence are bool tensors."""
    observe(str(getattr(solution, name)(4, *args, device=device).dtype), "the dtype")


@pytest.mark.dtype
def test_padding_is_bool(solution, observe, randint):
    """The padding mask is a bool tensor."""
    observe(str(solution.padding_mask(randint(0, 4, 3), 6).dtype), "the dtype")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_applied_dtype(solution, observe, randn, rand, dtype):
    """Applying a mask keeps the dtype of the scores."""
    observe(str(solution.apply_mask(randn(4, 4), some(rand, 4, 4)).dtype), "the dtype")


@pytest.mark.parametrize("length", [1, 2, 5, 16])
def test_causal(solution, observe, device, length):
    """A token sees itself and what is before it, and nothing of its future."""
    observe(solution.causal_mask(length, device=device), "the mask")


@pytest.mark.parametrize("length, window", [(6, 2), (5, 1), (9, 4), (4, 0)])
def test_sliding(solution, observe, device, length, window):
    """In the causal window a token sees itself and the `window` tokens before it."""
    observe(solution.sliding_mask(length, window, device=device), "the mask")


@pytest.mark.parametrize("length, window", [(6, 2), (5, 1), (9, 4), (4, 0)])
def test_sliding_both_sides(solution, observe, device, length, window):
    """Not causal, the window reaches `window` tokens to either side."""
    observe(solution.sliding_mask(length, window, causal=False, device=device), "the mask")


@pytest.mark.parametrize("length, prefix", [(6, 2), (7, 4), (4, 3)])
def test_prefix(solution, observe, device, length, prefix):
    """Every token sees the whole prefix, and beyond it only what is before."""
    observe(solution.prefix_mask(length, prefix, device=device), "the mask")


def test_padding(solution, observe, randint):
    """The first lengths[b] positions of row b are tokens, the others padding."""
    observe(solution.padding_mask(randint(1, 8, 6), 8), "the mask")


@pytest.mark.parametrize("shape, of_mask", SHAPES)
def test_applied(solution, observe, randn, rand, shape, of_mask):
    """After the softmax hidden places weigh nothing, and the visible ones share the whole."""
    mask = some(rand, *of_mask)
    mask[..., 0] = True
    observe(weights(solution.apply_mask(randn(*shape), mask)), "the weights after the softmax")


def test_applied_float64(solution, observe, randn, rand):
    """In float64 the weights are exact to float64's precision."""
    mask = some(rand, 6, 8)
    mask[..., 0] = True
    result = solution.apply_mask(randn(6, 8, dtype=torch.float64), mask)
    observe(weights(result), "the weights after the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("name, args", MASKS)
def test_device_is_followed(solution, observe, name, args):
    """A mask is made on the device that is asked for."""
    observe(str(getattr(solution, name)(4, *args, device="meta").device), "the device")


@pytest.mark.edges
@pytest.mark.parametrize("name, args", MASKS)
def test_length_zero(solution, observe, device, name, args):
    """A sequence of no tokens has an empty mask."""
    observe(getattr(solution, name)(0, *args, device=device), "the mask")


@pytest.mark.edges
def test_wide_window(solution, observe, device):
    """A window or a prefix longer than the sequence is cut off at its ends."""
    observe(solution.sliding_mask(4, 9, device=device), "the causal window")
    observe(solution.sliding_mask(4, 9, causal=False, device=device), "the window to both sides")
    observe(solution.prefix_mask(4, 9, device=device), "the prefix mask")


@pytest.mark.edges
def test_no_prefix(solution, observe, device):
    """Without a prefix the mask is the causal one."""
    observe(solution.prefix_mask(5, 0, device=device), "the mask")


@pytest.mark.edges
def test_padding_extremes(solution, observe, device):
    """Rows of no token and rows without padding are right, and so is a batch of no rows."""
    lengths = torch.tensor([0, 5, 1, 4], device=device)
    observe(solution.padding_mask(lengths, 5), "the mask")
    observe(solution.padding_mask(lengths[:0], 5), "the mask of no rows")


@pytest.mark.edges
@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16], ids=str
)
def test_nothing_visible(solution, observe, randn, rand, dtype):
    """A row in which nothing is visible gets equal weights, not NaN."""
    mask = some(rand, 6, 5)
    mask[:, 0] = True
    mask[1], mask[4] = False, False
    observe(weights(solution.apply_mask(randn(6, 5), mask)), "the weights after the softmax")


@pytest.mark.edges
def test_nothing_visible_in_a_sequence(solution, observe, randn, device):
    """A sequence of padding alone gets equal weights, though its mask is broadcast."""
    mask = torch.tensor([[True, True, False, False], [False] * 4], device=device)
    result = solution.apply_mask(randn(2, 3, 5, 4), mask[:, None, None, :])
    observe(weights(result), "the weights after the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16], ids=str)
def test_low_scores(solution, observe, randn, rand, dtype):
    """Hidden places weigh nothing also beside visible scores near -1e4."""
    mask = some(rand, 6, 8)
    mask[:, 0] = True
    scores = torch.where(mask, randn(6, 8) - 9_990, randn(6, 8) + 9_990)
    observe(weights(solution.apply_mask(scores, mask)), "the weights after the softmax")


@pytest.mark.edges
def test_arguments_stay(solution, observe, randn, rand):
    """Neither the scores nor the mask are changed."""
    scores, mask = randn(4, 6), some(rand, 4, 6)
    solution.apply_mask(scores, mask)
    observe(scores, "the scores after the call")
    observe(mask, "the mask after the call")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, rand):
    """Transposed scores and a transposed mask meet place by place."""
    mask = some(rand, 6, 4)
    mask[0] = True
    observe(weights(solution.apply_mask(randn(6, 4).T, mask.T)), "the weights after the softmax")


@pytest.mark.edges
def test_combines_with_padding(solution, observe, randn, device):
    """Causal and padding masks combine, as a padded batch needs them."""
    lengths = torch.tensor([2, 5], device=device)
    mask = solution.padding_mask(lengths, 5)[:, None, None, :] & solution.causal_mask(5, device)
    observe(weights(solution.apply_mask(randn(2, 3, 5, 5), mask)), "the weights after the softmax")


@pytest.mark.edges
@pytest.mark.parametrize("shape, of_mask", SHAPES)
def test_gradients(solution, observe, randn, rand, gradients, shape, of_mask):
    """Visible scores get their gradient through the softmax, and hidden ones get 0."""
    scores, mask = randn(*shape, requires_grad=True), some(rand, *of_mask)
    mask[..., 0] = True
    result = weights(solution.apply_mask(scores, mask))
    observe(gradients(result, [scores])[0], "the gradient of the scores")


@pytest.mark.edges
def test_gradients_where_nothing_is_visible(solution, observe, randn, rand, gradients):
    """In a row in which nothing is visible all gradients are 0."""
    scores, mask = randn(5, 6, requires_grad=True), some(rand, 5, 6)
    mask[:, 0] = True
    mask[2] = False
    result = weights(solution.apply_mask(scores, mask))
    observe(gradients(result, [scores])[0], "the gradient of the scores")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_causal(solution, randn, device, length=256):
    """A causal mask of 256 tokens, made and applied to four heads."""
    scores = randn(4, length, length)
    return lambda: solution.apply_mask(scores, solution.causal_mask(length, device=device))


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_sliding(solution, device, length=512):
    """A window mask of 512 tokens."""
    return lambda: solution.sliding_mask(length, 64, device=device)
