"""Hidden tests of mixture_of_experts/load_balancing."""

import pytest
import torch


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(5, 4), (2, 3, 4), (4,)], ids=str)
def test_shape(solution, observe, randn, shape):
    """The loss has no dimensions."""
    observe(tuple(solution.load_balancing_loss(randn(*shape)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_dtype(solution, observe, randn, dtype):
    """The loss has the dtype of the logits."""
    observe(str(solution.load_balancing_loss(randn(3, 5)).dtype), "the dtype")


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("shape", [(9, 5), (2, 4, 5), (5, 5), (5,)], ids=str)
def test_values(solution, observe, randn, shape, k):
    """Counts times mean probabilities, times the number of experts."""
    observe(solution.load_balancing_loss(randn(*shape) * 2, k, 1.0))


def test_defaults(solution, observe, randn):
    """By default a token has one expert and the coefficient is 0.01."""
    observe(solution.load_balancing_loss(randn(12, 6)))


@pytest.mark.parametrize("coef", [0.1, 2.5])
def test_coef(solution, observe, randn, coef):
    """The loss is proportional to the coefficient."""
    observe(solution.load_balancing_loss(randn(7, 4), k=2, coef=coef))


@pytest.mark.parametrize("k", [1, 2])
def test_even_use(solution, observe, randn, k):
    """When every expert is used as often as the others, the loss is near the coefficient."""
    logits = 8 * torch.eye(6, dtype=torch.float64).repeat(4, 1).to(randn(1).device)
    logits += 4 * logits.roll(1, -1) / 8
    observe(solution.load_balancing_loss(logits, k, 3.0))


@pytest.mark.parametrize(("experts", "k"), [(2, 1), (4, 2), (8, 3)])
def test_equal_logits(solution, observe, randn, experts, k):
    """When all logits are equal the loss is the coefficient, however the ties fall."""
    observe(solution.load_balancing_loss(randn(1, 1).expand(9, experts), k, 0.7))


@pytest.mark.parametrize("k", [1, 2])
def test_all_choose_the_same(solution, observe, randn, k):
    """When all tokens choose the same experts, the loss is near N / k times the coefficient."""
    logits = randn(10, 8)
    logits[:, :k] += 20
    observe(solution.load_balancing_loss(logits, k, 1.0))


def test_float64(solution, observe, randn):
    """In float64 the loss has float64's precision."""
    observe(solution.load_balancing_loss(randn(8, 5, dtype=torch.float64), 2))


@pytest.mark.parametrize("shape", [(8, 5), (2, 6, 5)], ids=str)
def test_padding(solution, observe, randn, rand, shape):
    """Padding counts neither among the choices nor in the mean."""
    logits, mask = randn(*shape) * 2, rand(*shape[:-1]) < 0.5
    mask[..., 0] = True
    observe(solution.load_balancing_loss(logits, 2, 1.0, mask), "with padding")
    observe(solution.load_balancing_loss(logits, 2, 1.0, mask | True), "without")


@pytest.mark.edges
def test_what_padding_holds_does_not_matter(solution, observe, randn, gradients):
    """Padding may hold anything, NaN and infinities too, and gets gradient 0."""
    logits, mask = randn(6, 4), torch.tensor([True, True, False, True, False, False])
    logits[2], logits[4] = torch.nan, torch.inf
    logits.requires_grad_()  # 3 tokens cannot use 4 experts evenly: there is a gradient
    loss = solution.load_balancing_loss(logits, coef=1.0, mask=mask.to(logits.device))
    observe(loss, "the loss")
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.edges
def test_no_tokens(solution, observe, randn, gradients):
    """Without a token that counts the loss is 0, and so is its gradient."""
    logits = randn(5, 4, requires_grad=True)
    nobody = torch.zeros(5, dtype=torch.bool, device=logits.device)
    loss = solution.load_balancing_loss(logits, mask=nobody)
    observe(loss, "all of it padding")
    observe(gradients(loss, [logits])[0], "its gradient")
    observe(solution.load_balancing_loss(randn(0, 4)), "no tokens")


@pytest.mark.edges
def test_one_expert(solution, observe, randn):
    """A single expert is used evenly."""
    observe(solution.load_balancing_loss(randn(5, 1), coef=1.0))


@pytest.mark.edges
def test_large_logits(solution, observe, randn):
    """Logits as large as 1e4, positive or negative, give a finite loss."""
    observe(solution.load_balancing_loss(randn(5, 4) + 200, coef=1.0), "around 200")
    observe(solution.load_balancing_loss(randn(5, 4) - 200, coef=1.0), "around -200")
    places = randn(5, 5).argsort(-1).to(torch.float32)
    observe(solution.load_balancing_loss(places * 5e3 - 1e4, coef=1.0), "from -1e4 to 1e4")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is read along its own last dimension."""
    observe(solution.load_balancing_loss(randn(4, 6).T, 2, 1.0))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, rand):
    """Neither logits nor mask are changed."""
    logits, mask = randn(6, 4), rand(6) < 0.7
    solution.load_balancing_loss(logits, 2, mask=mask)
    observe(logits, "the logits after the call")
    observe(mask, "the mask after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("k", [1, 2])
def test_gradients(solution, observe, randn, gradients, k):
    """The gradient flows through the mean probabilities alone, and not to padding."""
    logits = randn(9, 5, dtype=torch.float64, requires_grad=True)
    # 7 tokens cannot use 5 experts evenly, which would leave a gradient of rounding errors alone
    mask = torch.arange(9, device=logits.device) % 4 != 2
    loss = solution.load_balancing_loss(logits, k, 1.0, mask)
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.sizes(tokens=(256, 512, 1024))
def bench_tokens(solution, randn, tokens=512):
    """512 tokens, 2 of 64 experts."""
    logits = randn(tokens, 64)
    return lambda: solution.load_balancing_loss(logits, 2)
