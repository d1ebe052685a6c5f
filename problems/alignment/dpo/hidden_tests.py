"""Hidden tests of alignment/dpo."""

import pytest
import torch

SHAPES = [(4, 7), (2, 2), (1, 5), (3, 1)]
shapes = pytest.mark.parametrize("batch, length", SHAPES)


@pytest.fixture
def inputs(randn, rand, device):
    """`inputs(B, T)`: log-probabilities by policy and reference, and a mask of a half."""

    def make(batch, length, *, scale=1.0, dtype=None, requires_grad=False):
        policy = -(randn(batch, 2, length) * scale).abs()
        reference = -(randn(batch, 2, length) * scale).abs()
        mask = rand(batch, 2, length) < 0.5
        mask[:, :, 0] = True
        logps = [x.to(dtype or x.dtype).requires_grad_(requires_grad) for x in (policy, reference)]
        return *logps, mask

    return make


@pytest.mark.shape
@shapes
def test_shape(solution, observe, inputs, batch, length):
    """The loss is one number; the rewards are two a pair."""
    loss, rewards = solution.dpo_loss(*inputs(batch, length))
    observe([tuple(loss.shape), tuple(rewards.shape)], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_dtype(solution, observe, inputs, dtype):
    """Loss and rewards have the dtype of the arguments, float32 for half precision."""
    loss, rewards = solution.dpo_loss(*inputs(3, 5, dtype=dtype))
    observe([str(loss.dtype), str(rewards.dtype)], "the dtypes")


@shapes
def test_rewards(solution, observe, inputs, batch, length):
    """A reward is beta times the difference of the sums over the response's own tokens."""
    observe(solution.dpo_loss(*inputs(batch, length), beta=0.3)[1], "the rewards")


@shapes
def test_loss(solution, observe, inputs, batch, length):
    """The loss is the mean of minus the log-sigmoid of chosen less rejected."""
    observe(solution.dpo_loss(*inputs(batch, length), beta=0.3)[0], "the loss")


@pytest.mark.parametrize("beta", [0.0, 0.1, 1.0, 5.0])
def test_beta(solution, observe, inputs, beta):
    """beta scales both rewards, and so the margin inside the sigmoid."""
    observe(solution.dpo_loss(*inputs(4, 6), beta=beta))


def test_default_beta(solution, observe, inputs):
    """Without beta it is 0.1."""
    observe(solution.dpo_loss(*inputs(4, 6)))


def test_order(solution, observe, inputs):
    """A policy that prefers the chosen response has a smaller loss than one that does not."""
    policy, reference, mask = inputs(4, 6)
    policy[:, 0] += 1
    observe(solution.dpo_loss(policy, reference, mask)[0], "chosen made likelier")
    observe(solution.dpo_loss(policy.flip(1), reference.flip(1), mask.flip(1))[0], "rejected so")


def test_lengths_differ(solution, observe, inputs):
    """Responses of different lengths are summed, not averaged."""
    policy, reference, mask = inputs(3, 8)
    mask[:, 0] = torch.arange(8, device=mask.device) < 2
    mask[:, 1] = True
    observe(solution.dpo_loss(policy, reference, mask))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, inputs, dtype):
    """In float64 the results are exact to float64's precision."""
    observe(solution.dpo_loss(*inputs(5, 9)))


@pytest.mark.edges
@pytest.mark.parametrize("junk", [float("-inf"), float("nan"), 1e30])
def test_masked_tokens(solution, observe, inputs, junk):
    """Whatever stands where the mask is False does not matter."""
    policy, reference, mask = inputs(4, 6)
    mask[:, :, 1] = False
    observe(solution.dpo_loss(policy.masked_fill(~mask, junk), reference, mask), "in the policy")
    observe(solution.dpo_loss(policy, reference.masked_fill(~mask, junk), mask), "in the reference")


@pytest.mark.edges
def test_empty_response(solution, observe, inputs):
    """A response without tokens has a reward of 0."""
    policy, reference, mask = inputs(3, 4)
    mask[0, 0] = mask[1, 1] = mask[2] = False
    observe(solution.dpo_loss(policy, reference, mask))


@pytest.mark.edges
@pytest.mark.parametrize("sign", [1, -1])
def test_large_margins(solution, observe, inputs, gradients, sign):
    """Rewards of 1e4 give a finite loss and finite gradients, whichever is larger."""
    policy, reference, mask = inputs(3, 4)
    policy[0, 0] += sign * 1e4
    policy[1, 1] += sign * 500
    policy.requires_grad_()
    loss, rewards = solution.dpo_loss(policy, reference, mask, beta=1.0)
    observe([loss, rewards], "loss and rewards")
    observe(gradients(loss, [policy])[0], "the gradient of the policy")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_half_is_widened_first(solution, observe, inputs, dtype):
    """Long responses in half precision are subtracted and summed in float32."""
    policy, reference, mask = inputs(4, 400, scale=4.0, dtype=dtype)
    observe(solution.dpo_loss(policy, reference, mask, beta=0.05), rtol=1e-4, atol=1e-4)


@pytest.mark.edges
def test_not_contiguous(solution, observe, inputs):
    """Transposed views are read along their own dimensions."""
    views = [x.transpose(0, 2).contiguous().transpose(0, 2) for x in inputs(4, 6)]
    observe(solution.dpo_loss(*views))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, inputs):
    """Neither the log-probabilities nor the mask are changed."""
    arguments = inputs(4, 6)
    solution.dpo_loss(*arguments)
    observe(list(arguments), "the arguments after the call")


@pytest.mark.gradients
@shapes
def test_gradients(solution, observe, inputs, gradients, batch, length):
    """The gradient reaches the policy, and not the reference, though it requires one."""
    policy, reference, mask = inputs(batch, length, requires_grad=True)
    loss, _ = solution.dpo_loss(policy, reference, mask, beta=0.7)
    dpolicy, dreference = gradients(loss, [policy, reference])
    observe(dpolicy, "the gradient of the policy")
    observe(dreference, "the gradient of the reference")


@pytest.mark.gradients
def test_rewards_carry_none(solution, observe, inputs, gradients):
    """The rewards carry no gradient."""
    policy, reference, mask = inputs(3, 4, requires_grad=True)
    _, rewards = solution.dpo_loss(policy, reference, mask)
    observe(gradients(rewards, [policy, reference]), "the gradients through the rewards")


@pytest.mark.gradients
@pytest.mark.parametrize("junk", [float("-inf"), float("nan")])
def test_gradients_of_masked_tokens(solution, observe, inputs, gradients, junk):
    """Where the mask is False the gradient is 0, whatever stands there."""
    policy, reference, mask = inputs(4, 6)
    mask[:, :, 1] = False
    policy = policy.masked_fill(~mask, junk).requires_grad_()
    loss, _ = solution.dpo_loss(policy, reference.masked_fill(~mask, junk), mask)
    observe(gradients(loss, [policy])[0], "the gradient of the policy")


@pytest.mark.sizes(length=(512, 1024, 2048, 4096))
def bench_pairs(solution, randn, rand, length=1024):
    """64 pairs of responses of up to 1024 tokens."""
    policy, reference = randn(64, 2, length), randn(64, 2, length)
    mask = rand(64, 2, length) < 0.7
    return lambda: solution.dpo_loss(policy, reference, mask)
