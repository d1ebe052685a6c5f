"""Hidden tests of positions/learned."""

import pytest
import torch

# (vocab_size, n_embd, block_size) and (B, T); T is the block size, or less.
SIZES = [((11, 6, 8), (2, 5)), ((5, 4, 3), (3, 3)), ((7, 3, 9), (4, 4)), ((2, 1, 2), (1, 2))]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(*arguments)`: a layer with the weights that every solution is given."""
    return lambda *arguments: fill(solution.TokenAndPosition(*arguments))


@pytest.mark.shape
@pytest.mark.parametrize("size", [(11, 6, 8), (5, 4, 3)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are the two tables of the statement, by name and shape, and no other."""
    layer = solution.TokenAndPosition(*size)
    shapes = {name: tuple(weight.shape) for name, weight in layer.named_parameters()}
    observe(shapes, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_shape(make, observe, randint, size, batch):
    """The result has one vector a token."""
    observe(tuple(make(*size)(randint(0, size[0], *batch)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randint, dtype):
    """The result has the dtype of the weights."""
    observe(str(make(11, 6, 8)(randint(0, 11, 2, 5)).dtype), "the dtype")


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_values(make, observe, randint, size, batch):
    """A token's vector is its own plus that of its position."""
    observe(make(*size)(randint(0, size[0], *batch)))


@pytest.mark.parametrize("offset", [1, 2, 3])
def test_offset(make, observe, randint, offset):
    """The first column stands at position `offset`."""
    observe(make(11, 6, 8)(randint(0, 11, 2, 5), offset))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_values_in_other_dtypes(make, observe, randint, dtype):
    """The sum is exact to the precision of the weights."""
    observe(make(11, 6, 8)(randint(0, 11, 2, 5), 1))


def test_same_token_everywhere(make, observe, randint):
    """One token repeated gives a different vector at each position, the same in each row."""
    observe(make(11, 6, 8)(torch.full_like(randint(0, 11, 3, 8), 4)))


@pytest.mark.edges
def test_device(make, observe, randint):
    """The positions are made where the tokens are, whatever the default device is."""
    layer, idx = make(11, 6, 8), randint(0, 11, 2, 5)
    with torch.device("meta"):  # new tensors go elsewhere unless told
        observe(layer(idx, 1))


@pytest.mark.edges
@pytest.mark.parametrize("length, offset", [(8, 0), (1, 7), (3, 5)])
def test_the_last_position(make, observe, randint, length, offset):
    """The last position may be used."""
    observe(make(11, 6, 8)(randint(0, 11, 2, length), offset))


@pytest.mark.edges
@pytest.mark.parametrize("length, offset", [(9, 0), (20, 0), (1, 8), (4, 5), (2, 30)])
def test_beyond_the_block(make, observe, randint, length, offset):
    """A position of block_size or more raises ValueError."""
    observe.raises(ValueError, make(11, 6, 8), randint(0, 11, 2, length), offset)


@pytest.mark.edges
def test_lengths_may_change(make, observe, randint):
    """One layer takes sequences of different lengths, one after the other."""
    layer = make(11, 6, 8)
    for length in (3, 8, 1, 5):
        observe(layer(randint(0, 11, 2, length)), f"{length} tokens")


@pytest.mark.edges
def test_leaves_idx_alone(make, observe, randint):
    """The tokens themselves are not changed."""
    idx = randint(0, 11, 2, 5)
    make(11, 6, 8)(idx, 1)
    observe(idx, "idx after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("offset", [0, 2])
def test_gradients(make, observe, randint, gradients, offset):
    """Each table's rows gather the gradients of where they were used; others get zero."""
    layer = make(11, 6, 8)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(randint(0, 4, 3, 5), offset), weights)
    for name, gradient in zip(names, found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_embed(make, randint, length=256):
    """4 rows of 256 tokens with 256 features."""
    layer, idx = make(1000, 256, 1024), randint(0, 1000, 4, length)
    return lambda: layer(idx)
