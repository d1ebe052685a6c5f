"""Hidden tests of transformers/encoder_layer."""

import pytest
import torch
from torch import nn

# (n_embd, n_heads, d_ff) and (B, T); among them head_size == n_heads, T == head_size, B == H == T.
SIZES = [
    ((12, 3, 20), (2, 5)),
    ((8, 2, 8), (1, 7)),
    ((16, 4, 5), (2, 4)),
    ((6, 1, 24), (3, 4)),
    ((9, 3, 4), (3, 3)),
]
sizes = pytest.mark.parametrize("size, batch", SIZES, ids=str)


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, n_heads, d_ff, dropout)`: a layer with the weights that all are given."""
    return lambda *size, **kw: fill(solution.EncoderLayer(*size, **kw).to(dtype))


@pytest.fixture
def pad(device):
    """`pad(*rows)`: a padding mask from strings, with a dot for each token that is padding."""
    return lambda *rows: torch.tensor([[c == "." for c in row] for row in rows], device=device)


def silence(layer):
    """Set this layer's weights and bias to zero."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


@pytest.mark.shape
@pytest.mark.parametrize("size", [(8, 2, 32), (12, 3, 5)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.EncoderLayer(*size).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@sizes
def test_shape(make, observe, randn, size, batch):
    """The result has the shape of x."""
    observe(tuple(make(*size)(randn(*batch, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, pad, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    layer, x = make(8, 2, 16), randn(2, 3, 8)
    observe(str(layer(x).dtype), "the dtype without padding")
    observe(str(layer(x, pad("ab.", "abc")).dtype), "the dtype with padding")


@sizes
def test_attention_alone(make, observe, randn, size, batch):
    """With a silent FFN the layer norms the sum of x and its attention, and norms once more."""
    layer = make(*size)
    silence(layer.ffn_out)
    observe(layer(randn(*batch, size[0]) * 2 + 1))


@sizes
def test_ffn_alone(make, observe, randn, size, batch):
    """With a silent attention the FFN reads the normed x, and their sum is normed."""
    layer = make(*size)
    silence(layer.self_attn.out_proj)
    observe(layer(randn(*batch, size[0]) * 2 + 1))


@sizes
def test_values(make, observe, randn, size, batch):
    """Both sub-layers follow each other, each with its own norm."""
    observe(make(*size)(randn(*batch, size[0]) * 2 + 1))


@pytest.mark.parametrize(
    "rows", [("abc..", "abcde"), ("a....", "abcd."), ("..abc", "a.b.c")], ids=str
)
def test_padding(make, observe, randn, pad, rows):
    """No token attends to padding, wherever in its own sequence that stands."""
    observe(make(12, 3, 20)(randn(2, 5, 12), pad(*rows)))


def test_padding_of_square_batches(make, observe, randn, pad):
    """Padding hides keys, not queries or heads, also where all these are three."""
    observe(make(9, 3, 4)(randn(3, 3, 9), pad("a..", "abc", ".b.")))


def test_padding_changes_nothing(make, observe, randn, pad):
    """Whatever stands in the padding, the other tokens' results are those without it."""
    layer, x = make(12, 3, 20), randn(2, 6, 12)
    other = torch.cat([x[:, :4], randn(2, 2, 12) * 5], dim=1)
    padding = pad("abcd..", "abcd..")
    observe(layer(x[:, :4]), "4 tokens")
    observe(layer(x, padding)[:, :4], "the same 4 with padding after them")
    observe(layer(other, padding)[:, :4], "the same 4 with other padding")


def test_no_padding_in_the_mask(make, observe, randn, pad):
    """A mask without padding is the same as none."""
    observe(make(8, 2, 16)(randn(2, 3, 8), pad("abc", "abc")))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, pad, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(12, 3, 20)(randn(2, 5, 12) * 3, pad("abc..", "abcde")))


def test_evaluation(make, observe, randn):
    """In evaluation nothing is dropped, whatever the probability."""
    observe(make(12, 3, 20, dropout=0.5).eval()(randn(2, 5, 12)))


@pytest.mark.edges
def test_drops_everything(make, observe, randn):
    """With a probability of one, in training, nothing is added and x is normed twice."""
    observe(make(12, 3, 20, dropout=1.0)(randn(2, 5, 12)))


@pytest.mark.edges
def test_one_token(make, observe, randn, pad):
    """A token alone attends to itself, be it alone in its sequence or among padding."""
    observe(make(12, 3, 20)(randn(2, 1, 12)), "one token")
    observe(make(12, 3, 20)(randn(2, 3, 12), pad("a..", ".b.")), "one token among padding")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.EncoderLayer, n_embd, n_heads, 16)


@pytest.mark.edges
def test_large_scores(make, observe, randn, pad):
    """Scores far beyond those of ordinary inputs are softmaxed without overflow."""
    layer = make(12, 3, 20).double()
    observe(layer(randn(2, 5, 12, dtype=torch.float64) * 100, pad("abc..", "abcde")))


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """An x that is a transposed view of (T, B, C) works like a tensor of its own."""
    observe(make(12, 3, 20)(randn(5, 2, 12).transpose(0, 1)))


@pytest.mark.edges
def test_leaves_arguments_alone(make, observe, randn, pad):
    """Neither x nor padding is changed."""
    layer, x, padding = make(8, 2, 16), randn(2, 5, 8), pad("abc..", "abcde")
    with torch.no_grad():
        layer(x, padding)
    observe([x, padding], "x and padding after the call")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients, pad):
    """Gradients reach x and every parameter."""
    layer = make(12, 3, 20).double()
    x = randn(2, 5, 12, dtype=torch.float64, requires_grad=True)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(x, pad("abc..", "abcde")), [x, *weights])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_layer(make, randn, length=128):
    """128 features in 4 heads and 512 hidden ones over 2 sequences of 128 tokens, one padded."""
    layer, x = make(128, 4, 512).eval(), randn(2, length, 128)
    padding = torch.zeros(2, length, dtype=torch.bool, device=x.device)
    padding[1, length // 2 :] = True
    return lambda: layer(x, padding)
