"""Hidden tests of softmax/log_softmax.

What the backward passes are given as `out` is computed here, so that a wrong forward pass does not
fail them too.
"""

import pytest
import torch

SHAPES = [
    pytest.param((4, 7), -1, id="(4, 7) along -1"),
    pytest.param((6, 6), 0, id="(6, 6) along 0"),
    pytest.param((2, 3, 5), 1, id="(2, 3, 5) along 1"),
    pytest.param((2, 4, 3, 5), -3, id="(2, 4, 3, 5) along -3"),
    pytest.param((9,), 0, id="(9,) along 0"),
    pytest.param((1, 7), -1, id="(1, 7) along -1"),
]
HALVES = [torch.float16, torch.bfloat16]
INF = float("inf")


def summed(x, dim=-1):
    """Return what logsumexp(x, dim) gives, computed in float64."""
    wide = x.double()
    largest = wide.amax(dim, keepdim=True).clamp(min=-1e30)
    return ((wide - largest).exp().sum(dim, keepdim=True).log() + largest).squeeze(dim).to(x.dtype)


def logged(x, dim=-1):
    """Return what log_softmax(x, dim) gives, computed in float64."""
    wide = x.double()
    return (wide - summed(wide, dim).unsqueeze(dim)).to(x.dtype)


def hide(x, *places):
    """Return x with -inf at these places."""
    hidden = x.clone()
    for place in places:
        hidden[place] = -INF
    return hidden


def error(result, exact):
    """Return the mean distance from the exact result."""
    return float((result.double() - exact).abs().mean())


@pytest.mark.shape
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_shape(solution, observe, randn, shape, dim):
    """logsumexp removes the dimension dim, and log_softmax keeps it."""
    observe(tuple(solution.logsumexp(randn(*shape), dim).shape), "the shape of logsumexp")
    observe(tuple(solution.log_softmax(randn(*shape), dim).shape), "the shape of log_softmax")


@pytest.mark.shape
@pytest.mark.parametrize("shape, dim", SHAPES)
def test_shape_of_gradients(solution, observe, randn, shape, dim):
    """Both gradients have the shape of the scores."""
    x = randn(*shape)
    out, log_probs = summed(x, dim), logged(x, dim)
    grad = solution.logsumexp_backward(torch.ones_like(out), x, out, dim)
    observe(tuple(grad.shape), "the shape from logsumexp_backward")
    grad = solution.log_softmax_backward(randn(*shape), log_probs, dim)
    observe(tuple(grad.shape), "the shape from log_softmax_backward")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, *HALVES], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """All four results have the dtype of their arguments."""
    x, grad = randn(3, 4), randn(3, 4)
    observe(str(solution.logsumexp(x).dtype), "the dtype of logsumexp")
    observe(str(solution.log_softmax(x).dtype), "the dtype of log_softmax")
    found = solution.logsumexp_backward(grad[:, 0], x, summed(x))
    observe(str(found.dtype), "the dtype from logsumexp_backward")
    found = solution.log_softmax_backward(grad, logged(x))
    observe(str(found.dtype), "the dtype from log_softmax_backward")


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_logsumexp(solution, observe, randn, shape, dim):
    """logsumexp is the logarithm of the sum of exponentials along dim."""
    observe(solution.logsumexp(randn(*shape) * 2, dim))


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_log_softmax(solution, observe, randn, shape, dim):
    """log_softmax is the score less the logsumexp of its slice."""
    observe(solution.log_softmax(randn(*shape) * 2, dim))


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_logsumexp_backward(solution, observe, randn, shape, dim):
    """Each score gets the gradient of its slice, times its probability."""
    x = randn(*shape)
    out = summed(x, dim)
    observe(solution.logsumexp_backward(randn(*out.shape), x, out, dim))


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_log_softmax_backward(solution, observe, randn, shape, dim):
    """Each score gets its gradient, less its probability times the slice's sum of gradients."""
    observe(solution.log_softmax_backward(randn(*shape), logged(randn(*shape), dim), dim))


def test_default_dim(solution, observe, randn):
    """Without dim, all four work along the last dimension."""
    x, grad = randn(3, 3, 3), randn(3, 3, 3)
    observe(solution.logsumexp(x), "logsumexp")
    observe(solution.log_softmax(x), "log_softmax")
    observe(solution.logsumexp_backward(grad[0], x, summed(x)), "logsumexp_backward")
    observe(solution.log_softmax_backward(grad, logged(x)), "log_softmax_backward")


def test_values_float64(solution, observe, randn):
    """In float64 the results are exact to float64's precision."""
    x = randn(8, 16, dtype=torch.float64)
    observe(solution.logsumexp(x, 0), "logsumexp")
    observe(solution.log_softmax(x, 0), "log_softmax")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
def test_large_scores(solution, observe, randn, dim):
    """Scores as large as 1e4, positive and negative in one slice, stay finite."""
    x = randn(6, 6)
    x[0, 0], x[1, 1], x[2, 2] = 1e4, -1e4, 1e4
    observe(solution.logsumexp(x, dim), "logsumexp")
    observe(solution.log_softmax(x, dim), "log_softmax")


@pytest.mark.edges
def test_unlikely_places(solution, observe, randn):
    """A log-probability of -300 is exact, though the probability underflows to 0."""
    x = randn(4, 5)
    x[:, 2] += 300
    observe(solution.log_softmax(x))


@pytest.mark.edges
def test_far_apart_slices(solution, observe, randn, device):
    """A slice near -1e4 beside one near 1e4 has ordinary results."""
    centres = torch.tensor([[1e4], [0.0], [-1e4], [-2000.0]], dtype=torch.float64, device=device)
    x = randn(4, 8, dtype=torch.float64) + centres
    observe(solution.logsumexp(x), "logsumexp")
    observe(solution.log_softmax(x), "log_softmax")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1])
def test_hidden_places(solution, observe, randn, dim):
    """A score of -inf has a log-probability of -inf, and the others do not see it."""
    x = hide(randn(5, 5), (0, 0), (0, 3), (2, 2), (4, slice(1, 4)))
    observe(solution.logsumexp(x, dim), "logsumexp")
    observe(solution.log_softmax(x, dim), "log_softmax")


@pytest.mark.edges
def test_all_hidden(solution, observe, randn):
    """A slice of nothing but -inf has a logsumexp of -inf, and a log-softmax of NaN."""
    x = hide(randn(3, 4), 1)
    observe(solution.logsumexp(x), "logsumexp")
    observe(solution.log_softmax(x), "log_softmax")


@pytest.mark.edges
def test_half_sum_overflows(solution, observe, randn):
    """In float16, a sum of exponentials beyond 65504 does not overflow."""
    x = randn(1, 80_000, dtype=torch.float16) * 0
    observe(solution.logsumexp(x), "logsumexp")
    observe(solution.log_softmax(x)[:, :5], "log_softmax, the first five")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_half_is_rounded_once(solution, observe, randn, dtype):
    """Half precision is worked on in float32: results are rounded only at the end."""
    x, grad = randn(64, 64, dtype=dtype), randn(64, 64, dtype=dtype)
    out = logged(x)
    forward = error(solution.log_softmax(x), logged(x.double()))
    observe(forward, "the mean rounding error of log_softmax", rtol=0.15)
    exact = grad.double() - out.double().exp() * grad.double().sum(-1, keepdim=True)
    backward = error(solution.log_softmax_backward(grad, out), exact)
    observe(backward, "the mean rounding error of log_softmax_backward", rtol=0.15)


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((5, 1), 1), ((1, 5), 0), ((1,), 0)])
def test_size_one(solution, observe, randn, shape, dim):
    """The logsumexp of one score is the score, and its log-probability is 0."""
    observe(solution.logsumexp(randn(*shape), dim), "logsumexp")
    observe(solution.log_softmax(randn(*shape), dim), "log_softmax")


@pytest.mark.edges
@pytest.mark.parametrize("shape, dim", [((0, 4), -1), ((4, 0), 0)])
def test_no_slices(solution, observe, randn, shape, dim):
    """Where there are no slices, the results are empty too."""
    observe(solution.logsumexp(randn(*shape), dim), "logsumexp")
    observe(solution.log_softmax(randn(*shape), dim), "log_softmax")


@pytest.mark.edges
@pytest.mark.parametrize("dim", [0, 1, 2])
def test_not_contiguous(solution, observe, randn, dim):
    """A transposed view is worked on along its own dimension."""
    x = randn(5, 3, 4).transpose(0, 2)
    observe(solution.logsumexp(x, dim), "logsumexp")
    observe(solution.log_softmax(x, dim), "log_softmax")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn):
    """No argument of any of the four is changed."""
    x, grad = randn(4, 8), randn(4, 8)
    total, out = summed(x), logged(x)
    solution.logsumexp(x)
    solution.log_softmax(x)
    solution.logsumexp_backward(grad[:, 0], x, total)
    solution.log_softmax_backward(grad, out)
    for name, tensor in {"x": x, "grad_out": grad, "logsumexp": total, "out": out}.items():
        observe(tensor, f"{name} after the calls")


def test_backward_float64(solution, observe, randn):
    """In float64 the gradients are exact to float64's precision."""
    x, grad = (randn(6, 8, dtype=torch.float64) for _ in range(2))
    observe(solution.logsumexp_backward(grad[0], x, summed(x, 0), 0), "logsumexp_backward")
    observe(solution.log_softmax_backward(grad, logged(x, 0), 0), "log_softmax_backward")


@pytest.mark.edges
def test_backward_of_large_scores(solution, observe, randn, device):
    """Scores near 1e4 and near -1e4 have ordinary gradients."""
    centres = torch.tensor([[1e4], [0.0], [-1e4]], dtype=torch.float64, device=device)
    x = randn(3, 8, dtype=torch.float64) + centres
    grad = randn(3, 8, dtype=torch.float64)
    observe(solution.logsumexp_backward(grad[:, 0], x, summed(x)), "logsumexp_backward")
    observe(solution.log_softmax_backward(grad, logged(x)), "log_softmax_backward")


@pytest.mark.edges
def test_backward_of_hidden_places(solution, observe, randn):
    """A score of -inf has probability 0, and a slice of nothing else gets zeros from logsumexp."""
    x = hide(randn(4, 6), (0, 0), (1, 5), 2)
    observe(solution.logsumexp_backward(randn(4), x, summed(x)), "logsumexp_backward")
    out = logged(hide(randn(4, 6), (0, 0), (1, 5)))
    observe(solution.log_softmax_backward(randn(4, 6), out), "log_softmax_backward")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_rows(solution, randn, rows=256):
    """Log-softmax of 256 slices of 512 scores."""
    x = randn(rows, 512)
    return lambda: solution.log_softmax(x)
