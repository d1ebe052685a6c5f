"""Hidden tests of attention/cross."""

import pytest
import torch

# (n_embd, n_context, n_heads) and (B, T, S).
SIZES = [
    ((12, 8, 3), (2, 5, 7)),
    ((8, 8, 2), (2, 6, 3)),
    ((6, 10, 1), (1, 4, 4)),
    ((8, 3, 4), (3, 2, 5)),
]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_embd, n_context, n_heads)`: a layer with the weights every solution is given."""
    return lambda *arguments: fill(solution.CrossAttention(*arguments))


@pytest.fixture
def inputs(randn):
    """`inputs(size, batch)`: a random x and context."""

    def build(size, batch, **kw):
        count, asking, asked = batch
        return randn(count, asking, size[0], **kw), randn(count, asked, size[1], **kw)

    return build


@pytest.fixture
def tokens(rand):
    """`tokens(B, S)`: a random mask with one token in every row at least."""

    def build(*shape):
        mask = rand(*shape) < 0.6
        mask[:, 0] = True
        mask[:, -1] = False
        return mask

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size", [(12, 8, 3), (8, 8, 2), (6, 10, 1)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are the four weights of the statement, by name and shape, and no other."""
    layer = solution.CrossAttention(*size)
    shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
    observe(shapes, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_shape(make, observe, inputs, tokens, size, batch):
    """The result has the shape of x, whatever the length of the context."""
    layer, (x, context) = make(*size), inputs(size, batch)
    observe(tuple(layer(x, context).shape), "the shape")
    mask = tokens(batch[0], batch[2])
    observe(tuple(layer(x, context, mask).shape), "the shape with padding")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(make, observe, inputs, tokens, dtype):
    """A layer converted to another dtype takes and returns that dtype."""
    x, context = inputs((8, 6, 2), (2, 3, 4), dtype=dtype)
    observe(str(make(8, 6, 2)(x, context, tokens(2, 4)).dtype), "the dtype")


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_values(make, observe, inputs, size, batch):
    """Queries come from x, keys and values from the context, in heads of neighbouring features."""
    observe(make(*size)(*inputs(size, batch)))


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_padding(make, observe, inputs, tokens, size, batch):
    """Padding gets no weight, and the weights of the tokens sum to one."""
    observe(make(*size)(*inputs(size, batch), tokens(batch[0], batch[2])))


def test_padding_changes_nothing(make, observe, inputs, randn):
    """What padding holds, and how much of it there is, changes nothing."""
    layer, (x, context) = make(12, 8, 3), inputs((12, 8, 3), (2, 5, 4))
    observe(layer(x, context), "4 tokens")
    padded = torch.cat([context, randn(2, 3, 8) * 10], dim=1)
    mask = torch.arange(7, device=x.device).expand(2, 7) < 4
    observe(layer(x, padded, mask), "4 tokens and 3 of padding")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, inputs, tokens, dtype):
    """In float64 the result is exact to float64's precision."""
    x, context = inputs((12, 8, 3), (2, 5, 7), dtype=dtype)
    observe(make(12, 8, 3)(x, context, tokens(2, 7)))


@pytest.mark.edges
def test_all_tokens(make, observe, inputs):
    """A mask that is True everywhere is as good as none."""
    x, context = inputs((8, 6, 2), (2, 5, 4))
    mask = torch.ones(2, 4, dtype=torch.bool, device=x.device)
    observe(make(8, 6, 2)(x, context, mask))


@pytest.mark.edges
def test_all_padding(make, observe, inputs, tokens):
    """A row whose context is all padding gives zeros, and the other rows are as ever."""
    x, context = inputs((8, 6, 2), (3, 5, 4))
    mask = tokens(3, 4)
    mask[1] = False
    observe(make(8, 6, 2)(x, context, mask))


@pytest.mark.edges
@pytest.mark.parametrize("batch", [(2, 1, 6), (2, 5, 1), (1, 1, 1)], ids=str)
def test_one_token(make, observe, inputs, batch):
    """One query, or a context of one token, works like any other number."""
    observe(make(8, 6, 2)(*inputs((8, 6, 2), batch)))


@pytest.mark.edges
def test_lengths_may_change(make, observe, inputs):
    """One layer takes sequences of different lengths, one after the other."""
    layer = make(8, 6, 2)
    for asking, asked in ((3, 7), (5, 2), (1, 9)):
        result = layer(*inputs((8, 6, 2), (2, asking, asked)))
        observe(result, f"{asking} queries, {asked} keys")


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.CrossAttention, n_embd, 6, n_heads)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_large_scores(make, observe, inputs, tokens, dtype):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    x, context = inputs((12, 8, 3), (2, 5, 7), dtype=dtype)
    layer = make(12, 8, 3)
    observe(layer(x * 100, context * 100), "without padding")
    observe(layer(x * 100, context * 100, tokens(2, 7)), "with padding")


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """Inputs that are transposed views work like tensors of their own."""
    x, context = randn(5, 2, 8).transpose(0, 1), randn(7, 2, 6).transpose(0, 1)
    observe(make(8, 6, 2)(x, context))


@pytest.mark.edges
def test_leaves_arguments_alone(make, observe, inputs, tokens):
    """No argument is changed."""
    x, context = inputs((8, 6, 2), (2, 5, 4))
    mask = tokens(2, 4)
    make(8, 6, 2)(x, context, mask)
    for name, tensor in {"x": x, "context": context, "is_token": mask}.items():
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("padding", [False, True])
def test_gradients(make, observe, inputs, tokens, gradients, padding):
    """Gradients reach x, the context and all four weights, and none is NaN."""
    layer = make(8, 6, 2)
    x, context = inputs((8, 6, 2), (3, 5, 4), requires_grad=True)
    mask = tokens(3, 4)
    mask[1] = False  # all padding
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    result = layer(x, context, mask) if padding else layer(x, context)
    found = gradients(result, [x, context, *weights])
    for name, gradient in zip(["x", "context", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_layer(make, randn, length=256):
    """8 heads of 16, 64 queries over a context of 256 tokens."""
    layer, x, context = make(128, 96, 8), randn(2, 64, 128), randn(2, length, 96)
    return lambda: layer(x, context)
