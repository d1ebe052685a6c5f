"""Hidden tests of transformers/decoder_layer."""

import pytest
import torch
from torch import nn

# (n_embd, n_heads, d_ff) and (B, T, S); among them T == S, one token, and B == H == T == S.
SIZES = [
    ((12, 3, 20), (2, 5, 7)),
    ((8, 2, 8), (1, 6, 3)),
    ((16, 4, 5), (2, 4, 4)),
    ((6, 1, 24), (3, 1, 5)),
    ((9, 3, 4), (3, 3, 3)),
]
sizes = pytest.mark.parametrize("size, batch", SIZES, ids=str)


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, n_heads, d_ff, dropout)`: a layer with the weights that all are given."""
    return lambda *size, **kw: fill(solution.DecoderLayer(*size, **kw).to(dtype))


@pytest.fixture
def inputs(randn):
    """`inputs(B, T, S, C)`: x and memory."""
    return lambda b, t, s, c, **kw: (randn(b, t, c, **kw), randn(b, s, c, **kw))


@pytest.fixture
def pad(device):
    """`pad(*rows)`: a padding mask from strings, with a dot for each token that is padding."""
    return lambda *rows: torch.tensor([[c == "." for c in row] for row in rows], device=device)


def silence(*layers):
    """Set these layers' weights and biases to zero."""
    for layer in layers:
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)


@pytest.mark.shape
@pytest.mark.parametrize("size", [(8, 2, 32), (12, 3, 5)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.DecoderLayer(*size).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@sizes
def test_shape(make, observe, inputs, size, batch):
    """The result has the shape of x, whatever the length of the memory."""
    observe(tuple(make(*size)(*inputs(*batch, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, inputs, pad, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    layer, (x, memory) = make(8, 2, 16), inputs(2, 3, 4, 8)
    observe(str(layer(x, memory).dtype), "the dtype without padding")
    observe(str(layer(x, memory, pad("abc.", "abcd")).dtype), "the dtype with padding")


@sizes
def test_self_attention_alone(make, observe, inputs, size, batch):
    """With the rest silent, the causal attention of x is added and normed three times."""
    layer = make(*size)
    silence(layer.cross_attn.out_proj, layer.ffn_out)
    observe(layer(*inputs(*batch, size[0])))


@sizes
def test_cross_attention_alone(make, observe, inputs, size, batch):
    """With the rest silent, x asks and the whole memory answers."""
    layer = make(*size)
    silence(layer.self_attn.out_proj, layer.ffn_out)
    observe(layer(*inputs(*batch, size[0])))


@sizes
def test_ffn_alone(make, observe, inputs, size, batch):
    """With both attentions silent, the FFN reads the normed x."""
    layer = make(*size)
    silence(layer.self_attn.out_proj, layer.cross_attn.out_proj)
    observe(layer(*inputs(*batch, size[0])))


@sizes
def test_values(make, observe, inputs, size, batch):
    """The three sub-layers follow each other, each with its own norm."""
    observe(make(*size)(*inputs(*batch, size[0])))


def test_later_tokens_change_nothing(make, observe, inputs, randn):
    """Other later tokens of x leave the results before them as they were."""
    layer, (x, memory) = make(12, 3, 20), inputs(2, 6, 5, 12)
    other = torch.cat([x[:, :4], randn(2, 2, 12)], dim=1)
    observe(layer(x, memory)[:, :4], "the first 4 of 6 tokens")
    observe(layer(other, memory)[:, :4], "the same 4 with other tokens after them")


def test_the_end_of_memory_counts(make, observe, inputs, randn):
    """The first token of x sees the last one of the memory."""
    layer, (x, memory) = make(12, 3, 20), inputs(2, 6, 6, 12)
    other = torch.cat([memory[:, :5], randn(2, 1, 12)], dim=1)
    observe([layer(x, memory)[:, 0], layer(x, other)[:, 0]], "the first token, with two memories")


@pytest.mark.parametrize(
    "rows", [("abc..", "abcde"), ("a....", "abcd."), ("..abc", "a.b.c")], ids=str
)
@pytest.mark.parametrize("length", [4, 5])
def test_padding(make, observe, inputs, pad, rows, length):
    """No token attends to padding of the memory, wherever that stands."""
    observe(make(12, 3, 20)(*inputs(2, length, 5, 12), pad(*rows)))


def test_padding_of_square_batches(make, observe, inputs, pad):
    """Padding hides tokens of the memory, not queries or heads, also where all these are three."""
    observe(make(9, 3, 4)(*inputs(3, 3, 3, 9), pad("a..", "abc", ".b.")))


def test_padding_changes_nothing(make, observe, inputs, pad):
    """A padded memory gives the results of the memory without its padding."""
    layer, (x, memory) = make(12, 3, 20), inputs(2, 3, 6, 12)
    observe(layer(x, memory[:, :4]), "a memory of 4 tokens")
    observe(layer(x, memory, pad("abcd..", "abcd..")), "the same 4 with padding after them")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, inputs, pad, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(12, 3, 20)(*inputs(2, 4, 5, 12), pad("abc..", "abcde")))


def test_evaluation(make, observe, inputs):
    """In evaluation nothing is dropped, whatever the probability."""
    observe(make(12, 3, 20, dropout=0.5).eval()(*inputs(2, 4, 5, 12)))


@pytest.mark.edges
def test_drops_everything(make, observe, inputs):
    """With a probability of one, in training, nothing is added and x is normed three times."""
    observe(make(12, 3, 20, dropout=1.0)(*inputs(2, 4, 5, 12)))


@pytest.mark.edges
def test_lengths_may_change(make, observe, inputs):
    """One layer takes sequences of different lengths, one after the other."""
    layer = make(8, 2, 16)
    for lengths in ((4, 2), (1, 1), (2, 9), (9, 2)):
        observe(layer(*inputs(1, *lengths, 8)), f"T, S = {lengths}")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.DecoderLayer, n_embd, n_heads, 16)


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """Transposed views of (T, B, C) and (S, B, C) work like tensors of their own."""
    x, memory = randn(5, 2, 12).transpose(0, 1), randn(4, 2, 12).transpose(0, 1)
    observe(make(12, 3, 20)(x, memory))


@pytest.mark.edges
def test_leaves_arguments_alone(make, observe, inputs, pad):
    """Neither x nor memory nor its padding is changed."""
    layer, (x, memory), padding = make(8, 2, 16), inputs(2, 3, 5, 8), pad("abc..", "abcde")
    with torch.no_grad():
        layer(x, memory, padding)
    observe([x, memory, padding], "the arguments after the call")


@pytest.mark.gradients
def test_gradients(make, observe, inputs, gradients, pad):
    """Gradients reach x, the memory and every parameter."""
    layer = make(12, 3, 20).double()
    x, memory = inputs(2, 4, 5, 12, dtype=torch.float64, requires_grad=True)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(x, memory, pad("abc..", "abcde")), [x, memory, *weights])
    for name, gradient in zip(["x", "the memory", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_layer(make, inputs, length=64):
    """128 features in 4 heads, 512 hidden ones, 2 sequences of 64 tokens, as many in the memory."""
    layer, (x, memory) = make(128, 4, 512).eval(), inputs(2, length, length, 128)
    return lambda: layer(x, memory)
