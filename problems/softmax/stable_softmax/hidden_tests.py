"""Hidden tests of softmax/stable_softmax."""

import pytest
import torch

SHAPES = [
    pytest.param((4, 7), -1, id="(4, 7) along -1"),
    pytest.param((6, 6), 0, id="(6, 6) along 0"),
    pytest.param((2, 3, 5), 1, id="(2, 3, 5) along 1"),
    pytest.param((2, 3, 5), 2, id="(2, 3, 5) along 2"),
    pytest.param((2, 4, 3, 5), -3, id="(2, 4, 3, 5) along -3"),
    pytest.param((9,), 0, id="(9,) along 0"),
]
INF = float("inf")


def hide(x, *places):
    """Return x with -inf at these places."""
    hidden = x.clone()
    for place in places:
        hidden[place] = -INF
    return hidden


@pytest.mark.shape
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_shape(solution, observe, randn, shape, dim):
    """The result has the shape of x, whatever dim is."""
    observe(tuple(solution.stable_softmax(randn(*shape), dim).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The result has the dtype of x."""
    observe(str(solution.stable_softmax(randn(3, 4)).dtype), "the dtype")


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_values(solution, observe, randn, shape, dim):
    """Each exponential is divided by the sum of the exponentials along dim."""
    observe(solution.stable_softmax(randn(*shape), dim))


def test_default_dim(solution, observe, randn):
    """Without dim, the probabilities run along the last dimension."""
    observe(solution.stable_softmax(randn(2, 4, 3)))


@pytest.mark.parametrize("dim", [0, 1])
def test_values_float64(solution, observe, randn, dim):
    """In float64 the result is exact to float64's precision."""
    observe(solution.stable_softmax(randn(8, 16, dtype=torch.float64), dim))


@pytest.mark.parametrize("dim", [0, 1])
def test_sums_to_one(solution, observe, randn, dim):
    """The probabilities of every slice sum to one."""
    observe(solution.stable_softmax(randn(5, 300) * 3, dim).sum(dim), "the sums", atol=1e-5)


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
def test_large_scores(solution, observe, randn, dim):
    """Scores as large as 1e4, positive and negative in one slice, neither overflow nor give NaN."""
    x = randn(6, 6)
    x[0, 0], x[1, 1], x[2, 2] = 1e4, -1e4, 1e4
    observe(solution.stable_softmax(x, dim), "a few scores of 1e4 and -1e4")
    observe(solution.stable_softmax(randn(6, 6) * 1e4, dim), "scores of about 1e4")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
@pytest.mark.parametrize("shift", [1e4, -1e4])
def test_shifted_scores(solution, observe, randn, shift, dim):
    """Scores that all lie near 1e4, or all near -1e4, have ordinary probabilities."""
    # steps of 1/8 are exact in float32 at 1e4, so no rounding of the inputs is compared
    x = (randn(4, 8) * 8).round() / 8 + shift
    observe(solution.stable_softmax(x, dim))


@pytest.mark.edges
def test_far_apart_slices(solution, observe, randn, device):
    """A slice near -1e4 beside one near 1e4 still has probabilities that sum to one."""
    centres = torch.tensor([[1e4], [0.0], [-1e4], [-200.0]], device=device)
    x = (randn(4, 8) * 8).round() / 8 + centres
    observe(solution.stable_softmax(x, -1), "along the last dimension")
    observe(solution.stable_softmax(x.T, 0), "along the first dimension")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
def test_hidden_places(solution, observe, randn, dim):
    """A score of -inf has probability 0, and the rest of its slice sums to one."""
    x = hide(randn(5, 5), (0, 0), (0, 3), (2, 2), (4, slice(1, 4)))
    observe(solution.stable_softmax(x, dim))


@pytest.mark.edges
def test_one_place_left(solution, observe, randn):
    """Where all scores of a slice but one are -inf, that one has probability 1."""
    x = hide(randn(3, 4), (1, slice(1, 4)))
    observe(solution.stable_softmax(x))


@pytest.mark.edges
def test_all_hidden(solution, observe, randn):
    """A slice of nothing but -inf gives NaN, and the slices beside it are not touched by it."""
    observe(solution.stable_softmax(hide(randn(3, 4), 1)))


@pytest.mark.edges
def test_half_sum_overflows(solution, observe, randn):
    """In float16, a sum of exponentials beyond 65504 does not overflow."""
    observe(solution.stable_softmax(randn(1, 80_000, dtype=torch.float16) * 0))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_rounded_once(solution, observe, randn, dtype):
    """Half-precision scores are worked on in float32: the result is rounded only at the end."""
    x = randn(64, 64, dtype=dtype) * 4
    result = solution.stable_softmax(x).double()
    exps = (x.double() - x.double().amax(-1, keepdim=True)).exp()
    exact = exps / exps.sum(-1, keepdim=True)
    observe(float((result - exact).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((5, 1), 1), ((1, 5), 0), ((1,), 0)])
def test_size_one(solution, observe, randn, shape, dim):
    """A slice of one score has probability 1."""
    observe(solution.stable_softmax(randn(*shape) * 100, dim))


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """The input x itself is not changed."""
    x = randn(4, 8)
    solution.stable_softmax(x)
    observe(x, "x after the call")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1, 2])
def test_not_contiguous(solution, observe, randn, dim):
    """A transposed view is worked on along its own dimension."""
    observe(solution.stable_softmax(randn(5, 3, 4).transpose(0, 2), dim))


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((0, 4), -1), ((4, 0), 0)])
def test_no_slices(solution, observe, randn, shape, dim):
    """Where there are no slices, the result is empty too."""
    observe(solution.stable_softmax(randn(*shape), dim))


@pytest.mark.gradients
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_gradients(solution, observe, randn, gradients, shape, dim):  # noqa: PLR0917
    """The gradient of x accounts for the sum, through which each score moves its whole slice."""
    x = randn(*shape, requires_grad=True)
    observe(gradients(solution.stable_softmax(x, dim), [x])[0], "the gradient of x")


@pytest.mark.gradients
def test_gradients_float64(solution, observe, randn, gradients):
    """In float64 the gradient is exact to float64's precision."""
    x = randn(4, 8, dtype=torch.float64, requires_grad=True)
    observe(gradients(solution.stable_softmax(x, 0), [x])[0], "the gradient of x")


@pytest.mark.gradients
def test_gradients_of_hidden_places(solution, observe, randn, gradients):
    """A score of -inf gets a gradient of 0, not NaN, and the others get theirs."""
    x = hide(randn(4, 6), (0, 0), (0, 1), (1, 5), (2, slice(1, 6))).requires_grad_()
    observe(gradients(solution.stable_softmax(x), [x])[0], "the gradient of x")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """Softmax of 256 slices of 512 scores."""
    x = randn(rows, 512)
    return lambda: solution.stable_softmax(x)
