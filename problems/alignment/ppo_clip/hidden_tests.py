"""Hidden tests of alignment/ppo_clip."""

import pytest
import torch

NEAR = {"rtol": 2e-5, "atol": 2e-6}  # signed terms may cancel to nearly nothing
SHAPES = [(4, 7), (3, 3), (1, 6), (5, 1)]
shapes = pytest.mark.parametrize("batch, length", SHAPES)
JUNK = [float("-inf"), float("nan"), 1e30]


@pytest.fixture
def inputs(randn, rand):
    """`inputs(B, T)`: log-probabilities, new and old, advantages, and a mask."""

    def make(batch, length, *, apart=0.4, dtype=None, requires_grad=False):
        old = -randn(batch, length).abs() - 1
        parts = old + randn(batch, length) * apart, old, randn(batch, length) + 0.2
        mask = rand(batch, length) < 0.7
        mask[:, 0] = True
        return *(x.to(dtype or x.dtype).requires_grad_(requires_grad) for x in parts), mask

    return make


@pytest.mark.shape
@shapes
def test_shape(solution, observe, inputs, batch, length):
    """Both results are single numbers."""
    observe([tuple(x.shape) for x in solution.ppo_clip_loss(*inputs(batch, length))], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_dtype(solution, observe, inputs, dtype):
    """Both results have the dtype of the arguments, float32 for half precision."""
    results = solution.ppo_clip_loss(*inputs(3, 5, dtype=dtype))
    observe([str(x.dtype) for x in results], "the dtypes")


def test_same_policy(solution, observe, inputs):
    """Where both policies agree the loss is minus the mean advantage, and nothing is clipped."""
    logps, _, advantages, mask = inputs(4, 6)
    observe(solution.ppo_clip_loss(logps, logps, advantages, mask), **NEAR)


def test_small_steps(solution, observe, inputs):
    """Within the range the objective is the ratio times the advantage."""
    observe(solution.ppo_clip_loss(*inputs(4, 6, apart=0.02)), **NEAR)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("moved", [1, -1])
def test_far_out(solution, observe, inputs, sign, moved):
    """Of the ratio as it is and the clipped one, that counts which makes the objective smaller."""
    _, old, advantages, mask = inputs(4, 6)
    logps = old + moved * (0.3 + advantages.abs())
    observe(solution.ppo_clip_loss(logps, old, sign * advantages.abs(), mask), **NEAR)


@shapes
def test_values(solution, observe, inputs, batch, length):
    """All kinds of tokens together: likelier and rarer ones, good and bad ones."""
    observe(solution.ppo_clip_loss(*inputs(batch, length)), **NEAR)


@pytest.mark.parametrize("clip_eps", [0.05, 0.5])
def test_clip_eps(solution, observe, inputs, clip_eps):
    """clip_eps sets how far the ratio may go, in both directions."""
    observe(solution.ppo_clip_loss(*inputs(6, 9), clip_eps=clip_eps), **NEAR)


def test_each_token_weighs_the_same(solution, observe, inputs):
    """The mean is over all tokens of the batch, however they are spread over its rows."""
    logps, old, advantages, mask = inputs(3, 8)
    mask[0, 1:], mask[1], mask[2, 5:] = False, True, False
    observe(solution.ppo_clip_loss(logps, old, advantages, mask), **NEAR)


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, inputs, dtype):
    """In float64 the results are exact to float64's precision."""
    observe(solution.ppo_clip_loss(*inputs(5, 9)))


@pytest.mark.edges
@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_masked_tokens(solution, observe, inputs, junk, which):
    """Whatever stands where the mask is False does not matter."""
    *parts, mask = inputs(4, 6)
    mask[:, 1] = False
    parts[which] = parts[which].masked_fill(~mask, junk)
    observe(solution.ppo_clip_loss(*parts, mask), **NEAR)


@pytest.mark.edges
def test_masked_everywhere(solution, observe, inputs):
    """Padding of -inf in both log-probabilities at once does not matter either."""
    *parts, mask = inputs(4, 6)
    mask[:, 1] = False
    hidden = [x.masked_fill(~mask, float("-inf")) for x in parts]
    observe(solution.ppo_clip_loss(*hidden, mask), **NEAR)


@pytest.mark.edges
def test_no_tokens(solution, observe, inputs):
    """Where no token counts both results are 0."""
    logps, old, advantages, mask = inputs(3, 4)
    observe(solution.ppo_clip_loss(logps, old, advantages, mask & False), **NEAR)
    observe(solution.ppo_clip_loss(logps[:0], old[:0], advantages[:0], mask[:0]), **NEAR)


@pytest.mark.edges
def test_one_token(solution, observe, inputs):
    """A batch in which one token counts has that token's loss."""
    logps, old, advantages, mask = inputs(3, 4)
    mask[:] = False
    mask[1, 2] = True
    observe(solution.ppo_clip_loss(logps, old, advantages, mask), **NEAR)


@pytest.mark.edges
def test_zero_advantages(solution, observe, inputs):
    """A token with an advantage of 0 is never clipped, however far it has moved."""
    logps, old, advantages, mask = inputs(4, 6, apart=2.0)
    observe(solution.ppo_clip_loss(logps, old, advantages * (advantages > 0), mask), **NEAR)


@pytest.mark.edges
def test_far_apart(solution, observe, inputs):
    """Log-probabilities that are 40 apart give finite results."""
    logps, old, advantages, mask = inputs(3, 4)
    logps[0, 0] -= 40
    old[1, 0] -= 40
    observe(solution.ppo_clip_loss(logps, old, advantages.abs(), mask), **NEAR)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_half_is_widened_first(solution, observe, inputs, dtype):
    """In half precision everything, the difference first, is computed in float32."""
    observe(solution.ppo_clip_loss(*inputs(16, 64, dtype=dtype)), rtol=1e-4, atol=1e-4)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, inputs):
    """No argument is changed."""
    arguments = inputs(4, 6)
    solution.ppo_clip_loss(*arguments)
    observe(list(arguments), "the arguments after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("apart", [0.02, 0.5])
def test_gradients(solution, observe, inputs, gradients, apart):
    """The gradient reaches the policy where it is not clipped, and nothing else."""
    *parts, mask = inputs(5, 7, apart=apart, requires_grad=True)
    loss, _ = solution.ppo_clip_loss(*parts, mask)
    names = ["the policy", "the old policy", "the advantages"]
    for name, gradient in zip(names, gradients(loss, parts), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_share_carries_none(solution, observe, inputs, gradients):
    """The share of clipped tokens carries no gradient."""
    *parts, mask = inputs(4, 6, requires_grad=True)
    observe(gradients(solution.ppo_clip_loss(*parts, mask)[1], parts), "the gradients through it")


@pytest.mark.gradients
@pytest.mark.parametrize("junk", JUNK)
def test_gradients_of_masked_tokens(solution, observe, inputs, gradients, junk):
    """Where the mask is False the gradient is 0, whatever stands there."""
    *parts, mask = inputs(4, 6)
    mask[:, 1] = False
    logps, old, advantages = (x.masked_fill(~mask, junk) for x in parts)
    loss, _ = solution.ppo_clip_loss(logps.requires_grad_(), old, advantages, mask)
    observe(gradients(loss, [logps])[0], "the gradient of the policy")


@pytest.mark.sizes(length=(512, 1024, 2048, 4096))
def bench_loss(solution, randn, rand, length=1024):
    """64 responses of up to 1024 tokens."""
    old, moved, advantages = randn(64, length), randn(64, length), randn(64, length)
    logps, mask = old + moved * 0.1, rand(64, length) < 0.7
    return lambda: solution.ppo_clip_loss(logps, old, advantages, mask)
