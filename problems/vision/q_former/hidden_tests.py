"""Hidden tests of vision/q_former."""

import pytest
import torch
from torch import nn

# (Q, C, H, E) and (B, N); among them Q == N, E == C, one query, one image, and all equal.
SIZES = [
    ((4, 12, 3, 7), (2, 9)),
    ((5, 8, 2, 8), (3, 5)),
    ((1, 6, 1, 10), (2, 4)),
    ((3, 9, 3, 4), (3, 3)),
    ((6, 4, 4, 5), (1, 1)),
]
sizes = pytest.mark.parametrize("size, batch", SIZES, ids=str)


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_queries, n_embd, n_heads, image_dim)`: a layer with given weights."""
    return lambda *size: fill(solution.QFormer(*size).to(dtype))


@pytest.fixture
def pad(device):
    """`pad(*rows)`: a padding mask from strings, with a dot for each token that is padding."""
    return lambda *rows: torch.tensor([[c == "." for c in row] for row in rows], device=device)


def silence(layer):
    """Set this layer's weights and bias to zero."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


@pytest.mark.shape
@pytest.mark.parametrize("size", [(4, 12, 3, 7), (1, 8, 2, 8)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.QFormer(*size).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@sizes
def test_shape(make, observe, randn, size, batch):
    """The result is (B, Q, C), whatever the number of image tokens."""
    observe(tuple(make(*size)(randn(*batch, size[3])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    observe(str(make(4, 12, 3, 7)(randn(2, 5, 7)).dtype), "the dtype")


@sizes
def test_attention_alone(make, observe, randn, size, batch):
    """With a silent FFN each query adds what it has gathered from the image."""
    former = make(*size)
    silence(former.ffn_out)
    observe(former(randn(*batch, size[3])))


@sizes
def test_ffn_alone(make, observe, randn, size, batch):
    """With a silent attention the queries go through the FFN, the same for every image."""
    former = make(*size)
    silence(former.out_proj)
    observe(former(randn(*batch, size[3])))


@sizes
def test_values(make, observe, randn, size, batch):
    """The FFN works on what the attention has added to."""
    observe(make(*size)(randn(*batch, size[3])))


def test_images_are_apart(make, observe, randn):
    """What an image gives does not depend on the others of its batch."""
    former, images = make(4, 12, 3, 7), randn(3, 6, 7)
    observe([former(images)[1:2], former(images[1:2])], "an image among others, and alone")


def test_order_of_tokens(make, observe, randn):
    """The order of the image tokens makes no difference: no mask, no positions."""
    former, images = make(4, 12, 3, 7), randn(2, 6, 7)
    observe([former(images), former(images.flip(1))], "the image, and its tokens in reverse")


@pytest.mark.parametrize(
    "rows", [("abc..", "abcde"), ("a....", "abcd."), ("..abc", "a.b.c")], ids=str
)
@pytest.mark.parametrize("queries", [4, 5])
def test_padding(make, observe, randn, pad, rows, queries):
    """No query attends to padding, wherever in its own image that stands."""
    observe(make(queries, 12, 3, 7)(randn(2, 5, 7), pad(*rows)))


def test_padding_of_square_batches(make, observe, randn, pad):
    """Padding hides image tokens, not queries or heads, also where all these are three."""
    observe(make(3, 9, 3, 4)(randn(3, 3, 4), pad("a..", "abc", ".b.")))


def test_padding_changes_nothing(make, observe, randn, pad):
    """A padded image gives what it gives without its padding."""
    former, images = make(4, 12, 3, 7), randn(2, 6, 7)
    observe(former(images[:, :4]), "4 tokens")
    observe(former(images, pad("abcd..", "abcd..")), "the same 4 with padding after them")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, pad, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(4, 12, 3, 7)(randn(2, 5, 7) * 3, pad("abc..", "abcde")))


@pytest.mark.edges
def test_lengths_may_change(make, observe, randn):
    """One layer takes images of different numbers of tokens, one after the other."""
    former = make(4, 8, 2, 5)
    for number in (9, 1, 30):
        observe(former(randn(2, number, 5)), f"{number} tokens")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.QFormer, 4, n_embd, n_heads, 7)


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """Image tokens that are a transposed view of (N, B, E) work like a tensor of their own."""
    observe(make(4, 12, 3, 7)(randn(5, 2, 7).transpose(0, 1)))


@pytest.mark.edges
def test_calls_are_apart(make, observe, randn):
    """A call leaves queries and image as they were, so that the same call gives the same again."""
    former, images = make(4, 12, 3, 7), randn(2, 5, 7)
    with torch.no_grad():
        observe([former(images), former(images)], "two calls with one image")
    observe(images, "the image after the calls")
    observe(former.queries, "the queries after the calls")


@pytest.mark.edges
def test_leaves_arguments_alone(make, observe, randn, pad):
    """Neither the image tokens nor the padding is changed, nor are the tokens of padding."""
    images, padding = randn(2, 5, 7), pad("abc..", ".bcde")
    observe(make(4, 12, 3, 7)(images, padding), "the result")
    observe(images, "the image tokens after the call")
    observe(padding, "the padding after the call")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients, pad):
    """Gradients reach the image and every parameter; the queries' is summed over the images."""
    former, images = make(4, 12, 3, 7), randn(3, 5, 7, requires_grad=True)
    names, weights = zip(*sorted(former.named_parameters()), strict=True)
    found = gradients(former(images, pad("abc..", "abcde", ".bcd.")), [images, *weights])
    for name, gradient in zip(["the image", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.cost
def test_grows_linearly(make, observe, randn, growth):
    """FLOPs and peak bytes grow linearly with the number of image tokens."""
    former = make(4, 16, 2, 16)

    def at(number):
        images = randn(1, number, 16)
        return lambda: former(images)

    grown = growth(at, (256, 512, 1024))
    observe.grows(grown.flops, "the growth of FLOPs", at_most=1.2, of="N")
    observe.grows(grown.peak_bytes, "the growth of peak bytes", at_most=1.2, of="N")


@pytest.mark.sizes(number=(128, 256, 512, 1024))
def bench_images(make, randn, number=256):
    """32 queries of 128 features in 4 heads read 2 images of 256 tokens of 192 features."""
    former, images = make(32, 128, 4, 192), randn(2, number, 192)
    return lambda: former(images)
