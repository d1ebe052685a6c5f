"""Hidden tests of attention/sliding_window."""

import pytest
import torch

SHAPES_AND_WINDOWS = [((6, 4), 1), ((2, 7, 5), 2), ((2, 3, 9, 4), 3), ((8, 8), 2)]


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(5, 4), (2, 6, 3), (2, 3, 7, 4), (2, 1, 3, 5, 2)], ids=str)
def test_shape(solution, observe, randn, shape):
    """The result has the shape of q, whatever its number of leading dimensions."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(tuple(solution.sliding_window_attention(q, k, v, 2).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The result has the dtype of the inputs."""
    q, k, v = (randn(2, 5, 4, dtype=dtype) for _ in range(3))
    observe(str(solution.sliding_window_attention(q, k, v, 2).dtype), "the dtype")


@pytest.mark.parametrize("shape, window", SHAPES_AND_WINDOWS, ids=str)
def test_causal(solution, observe, randn, shape, window):
    """A causal token attends to itself and to the `window` tokens before it, and to no other."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(solution.sliding_window_attention(q, k, v, window))


@pytest.mark.parametrize("shape, window", SHAPES_AND_WINDOWS, ids=str)
def test_both_sides(solution, observe, randn, shape, window):
    """Without `causal` a token attends to itself and to `window` tokens on each side."""
    q, k, v = randn(*shape), randn(*shape), randn(*shape)
    observe(solution.sliding_window_attention(q, k, v, window, causal=False))


@pytest.mark.parametrize("causal", [True, False])
def test_float64(solution, observe, randn, causal):
    """In float64 the result is exact to float64's precision."""
    q, k, v = (randn(2, 11, 4, dtype=torch.float64) for _ in range(3))
    observe(solution.sliding_window_attention(q, k, v, 3, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_window_of_zero(solution, observe, randn, causal):
    """With window=0 a token sees only itself, so its value comes back unchanged."""
    q, k, v = randn(2, 5, 4), randn(2, 5, 4), randn(2, 5, 4)
    observe(solution.sliding_window_attention(q, k, v, 0, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_window_as_long_as_the_sequence(solution, observe, randn, causal):
    """A window that reaches past the sequence is full attention, causal or not."""
    q, k, v = randn(2, 6, 4), randn(2, 6, 4), randn(2, 6, 4)
    for window in (5, 6, 100):
        result = solution.sliding_window_attention(q, k, v, window, causal)
        observe(result, f"6 tokens, window={window}")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_one_token(solution, observe, randn, causal):
    """A sequence of one token gives that token's value, whatever the window."""
    q, k, v = randn(3, 1, 4), randn(3, 1, 4), randn(3, 1, 4)
    observe(solution.sliding_window_attention(q, k, v, 0, causal), "window=0")
    observe(solution.sliding_window_attention(q, k, v, 2, causal), "window=2")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_large_scores(solution, observe, randint, randn, causal):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations. Ties share
    # a row's weight; float64, for in float32 a logsumexp of 1e4 has no digits left for the tie.
    v = randn(2, 9, 16, dtype=torch.float64)
    q = randint(-3, 4, 2, 9, 16).double() * 1000
    k = randint(-3, 4, 2, 9, 16).double()
    observe(solution.sliding_window_attention(q, k, v, 3, causal))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_all_scores_very_low(solution, observe, randint, randn, causal):
    """Hidden tokens stay hidden when every visible score is far below zero."""
    v = randn(2, 7, 16, dtype=torch.float64)
    q = randint(1, 4, 2, 7, 16).double() * 5000
    k = -randint(1, 4, 2, 7, 16).double()
    observe(solution.sliding_window_attention(q, k, v, 2, causal))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 6, 3, 4).transpose(1, 2) for _ in range(3))
    observe(solution.sliding_window_attention(q, k, v, 2))


@pytest.mark.edges
def test_leaves_inputs_alone(solution, observe, randn):
    """The inputs q, k and v themselves are not changed."""
    q, k, v = randn(2, 5, 4), randn(2, 5, 4), randn(2, 5, 4)
    solution.sliding_window_attention(q, k, v, 2)
    for name, tensor in {"q": q, "k": k, "v": v}.items():
        observe(tensor, f"{name} after the call")


@pytest.mark.edges
@pytest.mark.parametrize("causal", [True, False])
def test_negative_window(solution, observe, randn, causal):
    """A negative window raises ValueError."""
    q, k, v = randn(5, 4), randn(5, 4), randn(5, 4)
    observe.raises(ValueError, solution.sliding_window_attention, q, k, v, -1, causal)


@pytest.mark.gradients
@pytest.mark.parametrize("causal", [True, False])
def test_gradients(solution, observe, randn, gradients, causal):
    """Gradients reach q, k and v through the visible pairs, and only through them."""
    inputs = [randn(2, 9, 4, requires_grad=True) for _ in range(3)]
    result = solution.sliding_window_attention(*inputs, 3, causal)
    for name, gradient in zip("qkv", gradients(result, inputs), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_heads(solution, randn, length=256):
    """8 heads over 256 tokens with a causal window of 32."""
    q, k, v = (randn(1, 8, length, 32) for _ in range(3))
    return lambda: solution.sliding_window_attention(q, k, v, 32)
