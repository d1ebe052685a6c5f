"""Hidden tests of attention/linear."""

import pytest
import torch

# Leading dimensions, then T queries, S keys, D features of both, E features of a value.
SIZES = [((), 4, 6, 3, 5), ((2,), 5, 5, 4, 4), ((2, 3), 6, 3, 2, 4), ((2, 1, 3), 3, 2, 2, 2)]
SQUARE = [((), 6, 6, 3, 5), ((2,), 4, 4, 4, 4), ((2, 3), 7, 7, 5, 2), ((2, 1, 3), 3, 3, 2, 4)]


@pytest.fixture
def make(randn):
    """`make(lead, T, S, D, E)`: random queries, keys and values."""

    def build(lead, queries, keys, features, width, **kw):
        sizes = ((queries, features), (keys, features), (keys, width))
        return [randn(*lead, *size, **kw) for size in sizes]

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, make, size):
    """The result has one row a query, as wide as a value."""
    observe(tuple(solution.linear_attention(*make(*size)).shape), "the shape")


@pytest.mark.shape
@pytest.mark.parametrize("size", SQUARE, ids=str)
def test_causal_shape(solution, observe, make, size):
    """The causal result has the same shape."""
    observe(tuple(solution.linear_attention(*make(*size), causal=True).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, dtype, causal):
    """The result has the dtype of the inputs."""
    inputs = make((2,), 4, 4, 3, 3, dtype=dtype)
    observe(str(solution.linear_attention(*inputs, causal).dtype), "the dtype")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values(solution, observe, make, size):
    """Each query averages all values by the product of the features, and the weights sum to one."""
    observe(solution.linear_attention(*make(*size)))


@pytest.mark.parametrize("size", SQUARE, ids=str)
def test_causal(solution, observe, make, size):
    """With causal=True a query averages what lies up to its own token."""
    observe(solution.linear_attention(*make(*size), causal=True))


@pytest.mark.parametrize("causal", [False, True])
def test_float64(solution, observe, make, causal):
    """In float64 the result is exact to float64's precision."""
    inputs = make((2,), 40, 40, 4, 3, dtype=torch.float64)
    observe(solution.linear_attention(*inputs, causal))


def test_later_tokens_change_nothing(solution, observe, make, randn):
    """With causal=True other later tokens leave the results before them as they were."""
    q, k, v = make((2,), 6, 6, 4, 3)
    observe(solution.linear_attention(q, k, v, causal=True)[:, :4], "the first 4 of 6 tokens")
    k, v = (torch.cat([t[:, :4], randn(2, 2, t.shape[2]) * 5], dim=1) for t in (k, v))
    observe(solution.linear_attention(q, k, v, causal=True)[:, :4], "the same, others after them")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_one_token(solution, observe, make, causal):
    """With one token its value comes back."""
    observe(solution.linear_attention(*make((2,), 1, 1, 4, 5), causal))


@pytest.mark.edges
def test_one_key(solution, observe, make):
    """With one key every query takes its value."""
    observe(solution.linear_attention(*make((2,), 3, 1, 4, 5)))


@pytest.mark.edges
@pytest.mark.parametrize("length", [63, 64, 65, 130])
def test_longer(solution, observe, make, length):
    """Lengths around and beyond a block work like short ones."""
    inputs = make((), length, length, 3, 2, dtype=torch.float64)
    observe(solution.linear_attention(*inputs, causal=True))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_wide_range(solution, observe, make, causal):
    """Entries of many tens, positive or negative, give finite results."""
    q, k, v = make((2,), 8, 8, 6, 3, dtype=torch.float64)
    q, k = (q * 30).clamp(-90, 90), (k * 30).clamp(-90, 90)
    # One feature is large in all: elu(x) + 1, which rounds to 0 far below zero, is right as well.
    q[..., 0], k[..., 0] = q[..., 0].abs() + 1, k[..., 0].abs() + 1
    observe(solution.linear_attention(q, k, v, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_negative_keys(solution, observe, make, causal):
    """Keys far below zero have small features, which count against each other as ever."""
    q, k, v = make((2,), 8, 8, 4, 3, dtype=torch.float64)
    observe(solution.linear_attention(q, k - 5, v, causal))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 6, 3, 4).transpose(1, 2) for _ in range(3))
    observe(solution.linear_attention(q, k, v), "not causal")
    observe(solution.linear_attention(q, k, v, causal=True), "causal")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_leaves_arguments_alone(solution, observe, make, causal):
    """No argument is changed."""
    inputs = make((2,), 5, 5, 3, 4)
    solution.linear_attention(*inputs, causal)
    for name, tensor in zip("qkv", inputs, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [False, True])
def test_gradients(solution, observe, make, gradients, causal):
    """Gradients reach q, k and v, through both sums."""
    inputs = make((2,), 6, 6, 4, 3, requires_grad=True)
    found = gradients(solution.linear_attention(*inputs, causal), inputs)
    for name, gradient in zip("qkv", found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [False, True])
def test_gradients_of_large_entries(solution, observe, make, gradients, causal):
    """Entries near 100 have finite gradients, in float32 too."""
    q, k, v = make((2,), 5, 5, 3, 2)
    inputs = [(q.abs() + 95).clamp(max=99), (k.abs() + 95).clamp(max=99), v]
    inputs = [tensor.detach().requires_grad_() for tensor in inputs]
    found = gradients(solution.linear_attention(*inputs, causal), inputs)
    for name, gradient in zip("qkv", found, strict=True):
        observe(gradient, f"the gradient of {name}", atol=1e-4)


@pytest.mark.cost
@pytest.mark.parametrize("causal", [False, True])
def test_work_grows_as_t(solution, observe, make, growth, causal):
    """The work grows as the number of tokens T, not as T^2."""

    def attend(tokens):
        inputs = make((), tokens, tokens, 8, 8, dtype=torch.float64)
        return lambda: solution.linear_attention(*inputs, causal)

    grown = growth(attend, (256, 512, 1024))
    observe.grows(grown.flops, "how the operations grow", at_most=1.2)


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_causal(solution, randn, length=256):
    """4 causal heads of 16 over 256 tokens."""
    q, k, v = (randn(4, length, 16) for _ in range(3))
    return lambda: solution.linear_attention(q, k, v, causal=True)
