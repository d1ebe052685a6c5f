"""Hidden tests of transformers/gpt_block.

Where dropout falls is told by constants: with chosen weights a sub-layer's result is 1 everywhere,
and what dropout makes of it shows how often, and how many at once, were drawn.
"""

import pytest
import torch
from torch import nn

# (n_embd, n_heads) and (B, T); among them head_size == n_heads, head_size == T and one head.
SIZES = [((12, 3), (2, 5)), ((8, 2), (1, 7)), ((16, 4), (2, 4)), ((6, 1), (3, 4)), ((5, 5), (2, 3))]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, n_heads, dropout)`: a block with the weights that every solution is given."""
    return lambda *size, **kw: fill(solution.GPTBlock(*size, **kw).to(dtype))


def silence(*layers):
    """Set these layers' weights and biases to zero."""
    for layer in layers:
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)


@pytest.fixture
def ones_from_attention(make):
    """`ones_from_attention(p)`: a block of 4 heads of 4 whose attention adds 1, its FFN nothing."""

    def build(p):
        block = make(16, 4, dropout=p)
        silence(block.ln_1, block.out_proj, block.ffn_out)
        nn.init.ones_(block.ln_1.bias)
        nn.init.eye_(block.v_proj.weight)
        nn.init.eye_(block.out_proj.weight)
        return block

    return build


@pytest.fixture
def ones_from_ffn(make):
    """`ones_from_ffn(p)`: a block whose FFN adds 1 to each feature, its attention nothing."""

    def build(p):
        block = make(16, 4, dropout=p)
        silence(block.out_proj, block.ffn_out)
        nn.init.ones_(block.ffn_out.bias)
        return block

    return build


@pytest.mark.shape
@pytest.mark.parametrize("n_embd, n_heads", [(8, 2), (12, 3), (6, 1)])
def test_parameters(solution, observe, n_embd, n_heads):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.GPTBlock(n_embd, n_heads).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_shape(make, observe, randn, size, batch):
    """The result has the shape of x."""
    observe(tuple(make(*size)(randn(*batch, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A block converted to another dtype takes and returns that dtype."""
    observe(str(make(8, 2, dropout=0.1)(randn(2, 3, 8)).dtype), "the dtype")


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_attention_alone(make, observe, randn, size, batch):
    """With a silent FFN the block adds the causal attention of the normalised x."""
    block = make(*size)
    silence(block.ffn_out)
    observe(block(randn(*batch, size[0]) * 2 + 1))


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_ffn_alone(make, observe, randn, size, batch):
    """With a silent attention the block adds the FFN of the normalised x."""
    block = make(*size)
    silence(block.out_proj)
    observe(block(randn(*batch, size[0]) * 2 + 1))


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_values(make, observe, randn, size, batch):
    """The FFN reads what the attention has added to, and adds to it in turn."""
    observe(make(*size)(randn(*batch, size[0]) * 2 + 1))


def test_later_tokens_change_nothing(make, observe, randn):
    """Other later tokens leave the results before them as they were."""
    block, x = make(12, 3), randn(2, 6, 12)
    other = torch.cat([x[:, :4], randn(2, 2, 12)], dim=1)
    observe(block(x)[:, :4], "the first 4 of 6 tokens")
    observe(block(other)[:, :4], "the same 4 with other tokens after them")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(12, 3)(randn(2, 7, 12) * 3))


def test_evaluation(make, observe, randn):
    """In evaluation nothing is dropped, whatever the probability."""
    observe(make(12, 3, dropout=0.5).eval()(randn(2, 5, 12)))


def test_drops_everything(make, observe, randn):
    """With a probability of one, in training, nothing is added: the result is x."""
    observe(make(12, 3, dropout=1.0)(randn(2, 5, 12)))


@pytest.mark.edges
def test_one_token(make, observe, randn):
    """A sequence of one token attends to itself alone."""
    observe(make(12, 3)(randn(2, 1, 12)))


@pytest.mark.edges
def test_lengths_may_change(make, observe, randn):
    """One block takes sequences of different lengths, one after the other."""
    block = make(8, 2)
    for length in (4, 9, 2):
        observe(block(randn(1, length, 8)), f"{length} tokens")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.GPTBlock, n_embd, n_heads)


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """An x that is a transposed view of (T, B, C) works like a tensor of its own."""
    observe(make(12, 3)(randn(5, 2, 12).transpose(0, 1)))


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed."""
    block, x = make(8, 2), randn(2, 5, 8)
    with torch.no_grad():
        block(x)
    observe(x, "x after the call")


@pytest.mark.edges
def test_dropout_of_attention(ones_from_attention, observe, device, dtype):
    """What a head adds is dropped twice: with its weight as a whole, then feature by feature."""
    added = ones_from_attention(0.2)(torch.zeros(4000, 1, 16, device=device, dtype=dtype))
    observe(added.unique(), "the values that stand for a 1 of the attention")
    heads = added.unflatten(-1, (4, 4)).abs().sum(-1)
    observe(float((heads == 0).float().mean()), "the share of heads of zeros", atol=0.025)


@pytest.mark.edges
def test_dropout_of_ffn(ones_from_ffn, observe, device, dtype):
    """What the FFN adds is dropped once, feature by feature."""
    added = ones_from_ffn(0.2)(torch.zeros(4000, 1, 16, device=device, dtype=dtype))
    observe(added.unique(), "the values that stand for a 1 of the FFN")
    observe(float((added == 0).float().mean()), "the share of zeros", atol=0.015)
    tokens = added.abs().sum(-1)
    observe(float((tokens == 0).float().mean()), "the share of tokens of zeros", atol=0.01)


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients):
    """Gradients reach x and every parameter."""
    block, x = make(12, 3), randn(2, 5, 12, requires_grad=True)
    names, weights = zip(*sorted(block.named_parameters()), strict=True)
    found = gradients(block(x), [x, *weights])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_block(make, randn, length=128):
    """A block of 128 features in 4 heads over 2 sequences of 128 tokens."""
    block, x = make(128, 4).eval(), randn(2, length, 128)
    return lambda: block(x)
