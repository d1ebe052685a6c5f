"""Hidden tests of mixture_of_experts/router."""

import pytest
import torch


@pytest.mark.shape
@pytest.mark.parametrize(("shape", "k"), [((5, 8), 2), ((8,), 3), ((2, 3, 4), 1)], ids=str)
def test_shape(solution, observe, randn, shape, k):
    """Both results have k in place of the number of experts."""
    weights, experts = solution.route(randn(*shape), k)
    observe((tuple(weights.shape), tuple(experts.shape)), "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64], ids=str
)
def test_dtype(solution, observe, randn, dtype):
    """Weights have the dtype of the logits, experts are int64."""
    weights, experts = solution.route(randn(3, 5), 2)
    observe((str(weights.dtype), str(experts.dtype)), "the dtypes")


@pytest.mark.parametrize("k", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", [(5, 6), (6,), (2, 3, 6), (6, 6)], ids=str)
def test_values(solution, observe, randn, shape, k):
    """The best k experts, weighed by a softmax over their logits alone."""
    observe(solution.route(randn(*shape) * 2, k))


@pytest.mark.parametrize("k", [1, 2, 4])
def test_weights_sum_to_one(solution, observe, randn, k):
    """What the chosen experts get of a token is the whole token."""
    weights, _ = solution.route(randn(20, 8), k)
    observe(weights.sum(-1), "the sums of the weights")


def test_float64(solution, observe, randn):
    """In float64 the weights have float64's precision."""
    observe(solution.route(randn(4, 7, dtype=torch.float64), 3))


@pytest.mark.edges
def test_large_logits(solution, observe, randn):
    """Logits as large as 1e4, positive or negative, give finite weights."""
    observe(solution.route(randn(4, 6) + 200, 2), "around 200")
    observe(solution.route(randn(4, 6) - 200, 2), "around -200")
    places = randn(4, 6).argsort(-1).to(torch.float32)
    observe(solution.route(places * 2e3, 3), "from 0 to 1e4")
    observe(solution.route(places * -2e3, 3), "from 0 down to -1e4")


@pytest.mark.edges
def test_experts_switched_off(solution, observe, randn):
    """An expert of logit -inf gets weight 0 where it has to be chosen, and no NaN arises."""
    logits = randn(3, 5)
    logits[0, 1:4] = -torch.inf
    logits[1, 2] = -torch.inf
    logits[2, 1:] = -torch.inf
    weights, _ = solution.route(logits, 3)
    observe(weights, "the weights")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_weighed_in_float32(solution, observe, randn, dtype):
    """Half-precision weights are rounded once, at the end."""
    logits = randn(400, 8)
    weights, experts = solution.route(logits, 4)
    exact = torch.softmax(logits.double().gather(-1, experts), -1)
    error = float((weights.double() - exact).abs().mean())
    observe(error, "the mean rounding error", rtol=0.1)


@pytest.mark.edges
@pytest.mark.parametrize("k", [0, -1, 5])
def test_bad_k(solution, observe, randn, k):
    """A k below 1 or above N raises ValueError."""
    observe.raises(ValueError, solution.route, randn(2, 4), k)


@pytest.mark.edges
def test_no_tokens(solution, observe, randn):
    """No tokens give no weights."""
    observe(solution.route(randn(0, 4), 2))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is read along its own last dimension."""
    observe(solution.route(randn(6, 4).T, 3))


@pytest.mark.edges
def test_leaves_logits_alone(solution, observe, randn):
    """The logits are not changed."""
    logits = randn(4, 6)
    solution.route(logits, 3)
    observe(logits, "the logits after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("k", [2, 3])
def test_gradients(solution, observe, randn, gradients, k):
    """Gradients reach the chosen logits, and are 0 for the others."""
    logits = randn(4, 6, requires_grad=True)
    weights, _ = solution.route(logits, k)
    observe(gradients(weights, [logits])[0], "the gradient of the logits")


@pytest.mark.sizes(tokens=(256, 512, 1024))
def bench_tokens(solution, randn, tokens=512):
    """2 of 64 experts for 512 tokens."""
    logits = randn(tokens, 64)
    return lambda: solution.route(logits, 2)
