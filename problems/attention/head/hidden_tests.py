"""Hidden tests of attention/head.

Dropout is looked at where all scores are zero and the values of the tokens are one-hot, twice side
by side: a result then holds the attention weights themselves, and each of them twice.

Statistics have a tolerance of six standard deviations or more of the difference between two right
answers with independent draws: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch

# (n_embd, head_size, block_size) and (B, T); T is the block size, or less.
SIZES = [((6, 4, 5), (2, 5)), ((4, 4, 9), (1, 4)), ((3, 7, 8), (3, 3)), ((8, 2, 2), (2, 2))]
TOKENS, P = 16, 0.3


@pytest.fixture
def make(solution, fill, dtype):
    """`make(*arguments)`: a head with the weights that every solution is given, evaluating."""
    return lambda *arguments: fill(solution.Head(*arguments)).eval()


@pytest.fixture
def weights(make, randn):
    """`weights(count)`: training heads' attention weights at equal scores, (B, T, 2, T) each."""

    def build(count=1):
        head = make(TOKENS, 2 * TOKENS, TOKENS, P).train()
        one_hot = torch.eye(TOKENS, dtype=randn(1).dtype, device=randn(1).device)
        with torch.no_grad():
            head.query.weight.zero_()
            head.value.weight.copy_(torch.cat([one_hot, one_hot]))
            x = one_hot.expand(256, TOKENS, TOKENS)
            return [head(x).unflatten(-1, (2, TOKENS)) for _ in range(count)]

    return build


def share_of_zeros(weights):
    """Return the share of zeros among the weights on and below the diagonal."""
    visible = torch.ones(TOKENS, TOKENS, device=weights.device).tril() > 0
    return float((weights[..., 0, :][:, visible] == 0).double().mean())


@pytest.mark.shape
@pytest.mark.parametrize("size", [(6, 4, 5), (4, 4, 9)], ids=str)
def test_parameters(solution, observe, size):
    """The parameters are the three weights of the statement, by name and shape, and no other."""
    head = solution.Head(*size)
    shapes = {name: tuple(weight.shape) for name, weight in head.named_parameters()}
    observe(shapes, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("size", [(6, 4, 5), (4, 4, 9)], ids=str)
def test_buffers(solution, observe, size):
    """The triangle is a buffer of block_size x block_size, and the only one."""
    head = solution.Head(*size)
    shapes = {name: tuple(buffer.shape) for name, buffer in head.named_buffers()}
    observe(shapes, "the buffers")


@pytest.mark.shape
def test_saved(solution, observe):
    """The weights and the triangle are in the state_dict."""
    observe(sorted(solution.Head(6, 4, 5).state_dict()), "the names in the state_dict")


@pytest.mark.shape
def test_triangle_moves(solution, observe):
    """The triangle goes where the head goes."""
    observe(str(solution.Head(6, 4, 5).to("meta").tril.device), "its device after .to('meta')")


@pytest.mark.shape
@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_shape(make, observe, randn, size, batch):
    """The result has head_size features for every token."""
    observe(tuple(make(*size)(randn(*batch, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A head converted to another dtype takes and returns that dtype."""
    observe(str(make(6, 4, 5)(randn(2, 3, 6, dtype=dtype)).dtype), "the dtype")


def test_triangle(solution, observe):
    """The triangle is zero above the diagonal and one on and below it."""
    observe((solution.Head(6, 4, 5).tril != 0).tolist(), "where the buffer is not zero")


@pytest.mark.parametrize("size, batch", SIZES, ids=str)
def test_values(make, observe, randn, size, batch):
    """A token averages the values of itself and of the tokens before it."""
    observe(make(*size)(randn(*batch, size[0])))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(6, 4, 9)(randn(2, 7, 6, dtype=dtype)))


def test_nothing_is_dropped_in_evaluation(make, observe, randn):
    """In evaluation dropout changes nothing."""
    observe(make(6, 4, 5, 0.5)(randn(2, 5, 6)))


def test_no_dropout(make, observe, randn):
    """Without dropout training and evaluation give the same."""
    observe(make(6, 4, 5).train()(randn(2, 5, 6)))


def test_dropout_scales(observe, weights):
    """In training a weight is zero or divided by 1 - dropout."""
    (found,) = weights()
    seen = torch.ones_like(found[0, :, 0]).tril()
    full = seen / seen.sum(dim=-1, keepdim=True) / (1 - P)
    observe(torch.where(found != 0, found, full[:, None]), "the weights, dropped ones filled in")


def test_dropout_cuts_connections(observe, weights):
    """A dropped weight drops its token's value with all its features."""
    (found,) = weights()
    observe(found[:, :, 0] - found[:, :, 1], "the difference of two features of one value")


@pytest.mark.edges
@pytest.mark.parametrize("block", [1, 4])
def test_one_token(make, observe, randn, block):
    """A sequence of one token gives that token's value."""
    observe(make(6, 4, block)(randn(2, 1, 6)))


@pytest.mark.edges
def test_lengths_may_change(make, observe, randn):
    """One head takes sequences of different lengths, one after the other."""
    head = make(6, 4, 8)
    for length in (3, 8, 1, 5):
        observe(head(randn(2, length, 6)), f"{length} tokens")


@pytest.mark.edges
@pytest.mark.parametrize("length", [6, 20])
def test_too_long(make, observe, randn, length):
    """More tokens than block_size raise ValueError."""
    observe.raises(ValueError, make(6, 4, 5), randn(2, length, 6))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_large_scores(make, observe, randn, dtype):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    observe(make(6, 4, 9)(randn(2, 7, 6, dtype=dtype) * 100))


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """An x that is a transposed view of (T, B, C) works like a tensor of its own."""
    observe(make(6, 4, 5)(randn(5, 2, 6).transpose(0, 1)))


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed."""
    x = randn(2, 5, 6)
    make(6, 4, 5)(x)
    observe(x, "x after the call")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients):
    """Gradients reach x and all three weights."""
    head = make(6, 4, 8)
    x = randn(2, 5, 6, requires_grad=True)
    names, parameters = zip(*sorted(head.named_parameters()), strict=True)
    found = gradients(head(x), [x, *parameters])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.statistics
def test_dropout_rate(observe, weights):
    """The share of dropped weights is `dropout`."""
    # 34,816 weights: a standard deviation of 0.0035 between two right answers.
    (found,) = weights()
    observe(share_of_zeros(found), "the share of dropped weights", atol=0.025)


@pytest.mark.statistics
def test_dropout_draws_afresh(observe, weights):
    """Every call draws its own mask."""
    one, other = weights(2)
    both = share_of_zeros(one + other)  # a weight is zero here where both calls dropped it
    observe(both, "the share of weights that two calls dropped", atol=0.02)


@pytest.mark.statistics
def test_dropout_draws_each_weight(observe, weights):
    """Weights are drawn on their own: not one draw for a row, a column or the whole batch."""
    (found,) = weights()
    for name, shift, dim in (("sequences", 1, 0), ("keys", 1, 3)):
        near = found + found.roll(shift, dim)
        last = near[:, 1:, :, 1:][..., -1, 0, 1:]  # the last query sees all keys
        share = float((last == 0).double().mean())
        # 3,840 sums: a standard deviation of 0.0066 between two right answers; twice that, for
        # neighbouring sums share a weight.
        observe(share, f"the share of dropped pairs, in neighbouring {name}", atol=0.07)


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_head(make, randn, length=256):
    """A head of 64 features over 4 sequences of 256 tokens."""
    head, x = make(128, 64, length), randn(4, length, 128)
    return lambda: head(x)
