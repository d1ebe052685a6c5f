"""Hidden tests of alignment/grpo."""

import pytest
import torch

NEAR = {"rtol": 2e-5, "atol": 2e-6}  # signed terms may cancel to nearly nothing
SHAPES = [(4, 7), (3, 3), (1, 6), (5, 1)]
shapes = pytest.mark.parametrize("responses, length", SHAPES)
JUNK = [float("-inf"), float("nan"), 1e30]
NAMES = ["the policy", "the old policy", "the reference", "the advantages"]


@pytest.fixture
def inputs(randn, rand):
    """`inputs(N, T)`: log-probabilities new, old and of the reference, advantages, and a mask."""

    def make(responses, length, *, apart=0.4, requires_grad=False):
        old = -randn(responses, length).abs() - 1
        new, reference = (old + randn(responses, length) * apart for _ in range(2))
        parts = new, old, reference, randn(responses) + 0.2
        mask = rand(responses, length) < 0.7
        mask[:, 0] = True
        return *(x.requires_grad_(requires_grad) for x in parts), mask

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(3, 4), (4, 4), (1, 6), (5, 1)], ids=str)
def test_advantages_shape(solution, observe, randn, shape):
    """There is an advantage for every reward."""
    observe(tuple(solution.group_advantages(randn(*shape)).shape), "the shape")


@pytest.mark.shape
@shapes
def test_shape(solution, observe, inputs, responses, length):
    """Loss and kl are single numbers."""
    results = solution.grpo_loss(*inputs(responses, length))
    observe([tuple(x.shape) for x in results], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_dtype(solution, observe, inputs, randn, dtype):
    """All results have the dtype of the arguments."""
    results = solution.grpo_loss(*inputs(3, 5))
    observe(
        [str(x.dtype) for x in (*results, solution.group_advantages(randn(2, 3)))], "the dtypes"
    )


@pytest.mark.parametrize("shape", [(3, 4), (4, 4), (1, 6), (2, 2)], ids=str)
@pytest.mark.parametrize("eps", [1e-4, 0.5])
def test_advantages(solution, observe, randn, shape, eps):
    """Rewards are centred by their group's mean and divided by its std, plus eps."""
    observe(solution.group_advantages(randn(*shape) * 2 + 3, eps))


def test_default_eps(solution, observe, randn):
    """Without eps it is 1e-4, added to the std."""
    observe(solution.group_advantages(randn(3, 4) * 1e-3))


def test_groups_are_apart(solution, observe, randn, device, dtype):
    """Each group has its own mean and its own std."""
    scale = torch.tensor([[1.0], [100.0], [0.01]], device=device, dtype=dtype)
    observe(solution.group_advantages(randn(3, 5) * scale + scale))


def test_same_policies(solution, observe, inputs):
    """Where all three models agree the loss is minus the mean advantage, and kl is 0."""
    logps, _, _, advantages, mask = inputs(4, 6)
    observe(solution.grpo_loss(logps, logps, logps, advantages, mask), **NEAR)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("moved", [1, -1])
def test_clipping(solution, observe, inputs, randn, sign, moved):
    """Of the ratio as it is and the clipped one, that counts which makes the objective smaller."""
    _, old, reference, advantages, mask = inputs(4, 6)
    logps = old + moved * (0.3 + randn(4, 6).abs())
    advantages = sign * advantages.abs()
    observe(solution.grpo_loss(logps, old, reference, advantages, mask, beta=0.0), **NEAR)


@pytest.mark.parametrize("beta", [0.0, 0.04, 2.0])
def test_penalty(solution, observe, inputs, beta):
    """kl is exp(d) - d - 1, and beta times it is taken from the objective."""
    observe(solution.grpo_loss(*inputs(4, 6), beta=beta), **NEAR)


@pytest.mark.parametrize("clip_eps", [0.05, 0.5])
def test_clip_eps(solution, observe, inputs, clip_eps):
    """clip_eps sets how far the ratio may go."""
    observe(solution.grpo_loss(*inputs(6, 9), clip_eps=clip_eps), **NEAR)


@shapes
def test_values(solution, observe, inputs, responses, length):
    """All together, with the defaults of clip_eps and beta."""
    observe(solution.grpo_loss(*inputs(responses, length, apart=0.8)), **NEAR)


def test_each_response_weighs_the_same(solution, observe, inputs):
    """The mean is over the tokens of a response first, then over the responses."""
    *parts, mask = inputs(3, 8)
    mask[0, 1:], mask[1], mask[2, 5:] = False, True, False
    observe(solution.grpo_loss(*parts, mask), **NEAR)


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, inputs, randn, dtype):
    """In float64 the results are exact to float64's precision."""
    observe(solution.grpo_loss(*inputs(5, 9)), "loss and kl")
    observe(solution.group_advantages(randn(4, 6)), "the advantages")


@pytest.mark.edges
def test_equal_rewards(solution, observe, randn, device, dtype):
    """A group of one, or of equal rewards, has advantages of 0."""
    observe(solution.group_advantages(randn(4, 1)), "groups of one")
    observe(
        solution.group_advantages(torch.ones(2, 4, device=device, dtype=dtype)), "equal rewards"
    )


@pytest.mark.edges
@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_masked_tokens(solution, observe, inputs, junk, which):
    """Whatever stands where the mask is False does not matter."""
    *parts, mask = inputs(4, 6)
    mask[:, 1] = False
    parts[which] = parts[which].masked_fill(~mask, junk)
    observe(solution.grpo_loss(*parts, mask), **NEAR)


@pytest.mark.edges
def test_empty_responses(solution, observe, inputs):
    """A response without tokens counts as one, with 0; so do all."""
    *parts, mask = inputs(4, 6)
    mask[1] = False
    observe(solution.grpo_loss(*parts, mask), "one without tokens", **NEAR)
    observe(solution.grpo_loss(*parts, mask & False), "all without tokens", **NEAR)


@pytest.mark.edges
def test_far_apart(solution, observe, inputs):
    """Log-probabilities that are 40 apart give finite results."""
    logps, old, reference, advantages, mask = inputs(3, 4)
    logps[0, 0] -= 40
    old[1, 0] -= 40
    observe(solution.grpo_loss(logps, old, reference, advantages.abs(), mask), **NEAR)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, inputs, randn):
    """No argument is changed."""
    arguments, rewards = inputs(4, 6), randn(3, 4)
    solution.grpo_loss(*arguments)
    solution.group_advantages(rewards)
    observe([*arguments, rewards], "the arguments after the calls")


@pytest.mark.gradients
@pytest.mark.parametrize("apart, beta", [(0.02, 0.5), (0.5, 0.0), (0.5, 0.5)])
def test_gradients(solution, observe, inputs, gradients, apart, beta):
    """The gradient reaches the policy, through ratio and kl, and nothing else."""
    *parts, mask = inputs(5, 7, apart=apart, requires_grad=True)
    loss, _ = solution.grpo_loss(*parts, mask, beta=beta)
    for name, gradient in zip(NAMES, gradients(loss, parts), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_gradients_of_rewards(solution, observe, randn, gradients):
    """The advantages can be differentiated by the rewards, through mean and std."""
    rewards = randn(3, 4, requires_grad=True)
    observe(gradients(solution.group_advantages(rewards), [rewards])[0], "the gradient")


@pytest.mark.gradients
def test_kl_carries_none(solution, observe, inputs, gradients):
    """The result kl carries no gradient."""
    *parts, mask = inputs(4, 6, requires_grad=True)
    observe(gradients(solution.grpo_loss(*parts, mask)[1], parts), "the gradients through kl")


@pytest.mark.gradients
@pytest.mark.parametrize("junk", JUNK)
def test_gradients_of_masked_tokens(solution, observe, inputs, gradients, junk):
    """Where the mask is False the gradient is 0, whatever stands there."""
    *parts, advantages, mask = inputs(4, 6)
    mask[:, 1] = False
    logps, old, reference = (x.masked_fill(~mask, junk) for x in parts)
    loss, _ = solution.grpo_loss(logps.requires_grad_(), old, reference, advantages, mask)
    observe(gradients(loss, [logps])[0], "the gradient of the policy")


@pytest.mark.sizes(length=(512, 1024, 2048, 4096))
def bench_loss(solution, randn, rand, length=1024):
    """8 groups of 8 responses of up to 1024 tokens."""
    old = randn(64, length)
    new, reference = old + randn(64, length) * 0.1, old + randn(64, length) * 0.1
    mask, rewards = rand(64, length) < 0.7, randn(8, 8)

    def call():
        advantages = solution.group_advantages(rewards).flatten()
        return solution.grpo_loss(new, old, reference, advantages, mask)

    return call
