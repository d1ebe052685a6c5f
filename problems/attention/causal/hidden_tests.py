"""Hidden tests of attention/causal."""

import pytest
import torch

# The shape of x, then D features of a query or key and E of a value.
SIZES = [((5, 3), 4, 2), ((2, 6, 4), 4, 4), ((3, 4, 5), 2, 6), ((2, 3, 7, 4), 5, 3)]


@pytest.fixture
def make(randn):
    """`make(shape, D, E)`: random tokens and projections."""

    def build(shape, features, width, **kw):
        x = randn(*shape, **kw)
        return [x, *(randn(shape[-1], wide, **kw) for wide in (features, features, width))]

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size", [*SIZES, ((2, 1, 3, 4, 2), 3, 5)], ids=str)
def test_shape(solution, observe, make, size):
    """The result has one row a token, as wide as a value, for any leading dimensions."""
    observe(tuple(solution.causal_self_attention(*make(*size)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, dtype):
    """The result has the dtype of x."""
    result = solution.causal_self_attention(*make((2, 4, 3), 3, 3, dtype=dtype))
    observe(str(result.dtype), "the dtype")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values(solution, observe, make, size):
    """A token averages the values of itself and of the tokens before it."""
    observe(solution.causal_self_attention(*make(*size)))


def test_later_tokens_change_nothing(solution, observe, make, randn):
    """Other later tokens leave the results before them as they were."""
    x, *weights = make((2, 6, 4), 4, 4)
    other = torch.cat([x[:, :4], randn(2, 2, 4) * 10], dim=1)
    observe(solution.causal_self_attention(x, *weights)[:, :4], "the first 4 of 6 tokens")
    observe(solution.causal_self_attention(other, *weights)[:, :4], "the same, other tokens after")


def test_float64(solution, observe, make):
    """In float64 the result is exact to float64's precision."""
    observe(solution.causal_self_attention(*make((2, 11, 4), 3, 5, dtype=torch.float64)))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(1, 4), (3, 1, 4)], ids=str)
def test_one_token(solution, observe, make, shape):
    """A sequence of one token gives that token's value."""
    observe(solution.causal_self_attention(*make(shape, 3, 5)))


@pytest.mark.edges
def test_long_sequence(solution, observe, make):
    """A sequence of 700 tokens works as a short one does."""
    x, *weights = make((700, 4), 4, 3)
    observe(solution.causal_self_attention(x, *weights))
    observe(solution.causal_self_attention(x[:9], *weights), "9 tokens after 700")


@pytest.mark.edges
def test_large_scores(solution, observe, randint, randn):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations. Ties share
    # a row's weight; float64, for in float32 a logsumexp of 1e4 has no digits left for the tie.
    x, w_q, w_k = (randint(-1, 2, *shape).double() for shape in ((2, 9, 16), (16, 16), (16, 16)))
    w_v = randn(16, 4, dtype=torch.float64)
    observe(solution.causal_self_attention(x, w_q * 500, w_k, w_v))


@pytest.mark.edges
def test_all_scores_very_low(solution, observe, randint, randn):
    """Later tokens stay hidden when every visible score is far below zero."""
    x = randint(1, 4, 2, 7, 16).double()
    w_q = torch.eye(16, dtype=x.dtype, device=x.device) * 1000
    w_v = randn(16, 4, dtype=torch.float64)
    observe(solution.causal_self_attention(x, w_q, -w_q / 1000, w_v))


@pytest.mark.edges
def test_not_contiguous(solution, observe, make):
    """Tokens and matrices that are transposed views work like tensors of their own."""
    x, w_q, w_k, w_v = make((5, 2, 4), 4, 4)
    observe(solution.causal_self_attention(x.transpose(0, 1), w_q.T, w_k.T, w_v.T))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make):
    """No argument is changed."""
    arguments = make((2, 5, 4), 3, 3)
    solution.causal_self_attention(*arguments)
    for name, tensor in zip(("x", "w_q", "w_k", "w_v"), arguments, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
def test_gradients(solution, observe, make, gradients):
    """Gradients reach x and the three projections."""
    inputs = make((2, 7, 4), 5, 3, requires_grad=True)
    found = gradients(solution.causal_self_attention(*inputs), inputs)
    for name, gradient in zip(("x", "w_q", "w_k", "w_v"), found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_no_gradient_to_later_tokens(solution, observe, make, gradients):
    """The results of the first tokens send no gradient to the tokens after them."""
    inputs = make((2, 7, 4), 5, 3, requires_grad=True)
    result = solution.causal_self_attention(*inputs)
    (dx,) = gradients(result[:, :3], inputs[:1])
    observe(dx, "the gradient of x, from the first 3 of 7 results")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_tokens(solution, randn, length=256):
    """4 sequences of 256 tokens with 128 features."""
    x = randn(4, length, 128)
    weights = [randn(128, 64) / 11 for _ in range(3)]
    return lambda: solution.causal_self_attention(x, *weights)
