"""Hidden tests of losses/bce."""

import pytest
import torch

SHAPES = [(5,), (4, 7), (3, 3), (2, 3, 5), ()]
HALVES = [torch.float16, torch.bfloat16]


@pytest.fixture
def hard(rand):
    """`hard(*shape)`: targets that are 0 or 1."""
    return lambda *shape: (rand(*shape) > 0.5).to(rand(1).dtype)


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, rand, hard, shape):
    """Each loss is one number, and the gradient has the shape of the logits."""
    logits, targets = randn(*shape), hard(*shape)
    observe(tuple(solution.bce_loss(rand(*shape), targets).shape), "the shape of bce_loss")
    loss = solution.bce_with_logits_loss(logits, targets)
    observe(tuple(loss.shape), "the shape of bce_with_logits_loss")
    grad = solution.bce_with_logits_backward(randn(), logits, targets)
    observe(tuple(grad.shape), "the shape of the gradient")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, *HALVES], ids=str)
def test_keeps_dtype(solution, observe, randn, rand, hard, dtype):
    """Losses and gradient have the dtype of the input."""
    logits, targets = randn(3, 4), hard(3, 4)
    observe(str(solution.bce_loss(rand(3, 4), targets).dtype), "the dtype of bce_loss")
    loss = solution.bce_with_logits_loss(logits, targets, rand(4))
    observe(str(loss.dtype), "the dtype of bce_with_logits_loss")
    grad = solution.bce_with_logits_backward(randn(), logits, targets, rand(4))
    observe(str(grad.dtype), "the dtype of the gradient")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_probabilities(solution, observe, rand, hard, shape):
    """From probabilities, the loss is the mean of -log of what the right answer was given."""
    observe(solution.bce_loss(rand(*shape) * 0.98 + 0.01, hard(*shape)))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_logits(solution, observe, randn, hard, shape):
    """From logits, the loss is that of their sigmoids."""
    loss = solution.bce_with_logits_loss(randn(*shape) * 2, hard(*shape))
    observe(loss, "the loss", atol=2e-6, rtol=2e-5)  # a single small loss may lose some digits


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_backward(solution, observe, randn, hard, shape):
    """The gradient is sigmoid less target, times what arrives, over the number of elements."""
    observe(solution.bce_with_logits_backward(randn(), randn(*shape) * 2, hard(*shape)))


def test_soft_targets(solution, observe, randn, rand):
    """Targets between 0 and 1 weigh both terms."""
    logits, targets = randn(4, 5) * 2, rand(4, 5)
    observe(solution.bce_loss(rand(4, 5) * 0.9 + 0.05, targets), "bce_loss")
    observe(solution.bce_with_logits_loss(logits, targets), "bce_with_logits_loss")
    observe(solution.bce_with_logits_backward(randn(), logits, targets), "the gradient")


@pytest.mark.parametrize("shape", [(4, 7), (3, 3), (2, 3, 5), (6,)], ids=str)
def test_pos_weight(solution, observe, randn, rand, hard, shape):
    """pos_weight multiplies the positive term of its class, and the mean is still over all."""
    weight = rand(shape[-1]) * 3 + 0.5
    observe(solution.bce_with_logits_loss(randn(*shape) * 2, hard(*shape), weight), "the loss")


@pytest.mark.parametrize("shape", [(4, 7), (3, 3), (2, 3, 5), (6,)], ids=str)
def test_backward_pos_weight(solution, observe, randn, rand, hard, shape):
    """pos_weight multiplies the positive part of the gradient, and that alone."""
    weight = rand(shape[-1]) * 3 + 0.5
    grad = solution.bce_with_logits_backward(randn(), randn(*shape) * 2, hard(*shape), weight)
    observe(grad, "the gradient")


def test_soft_targets_weighed(solution, observe, randn, rand):
    """With targets between 0 and 1, pos_weight multiplies the target's share of the loss."""
    logits, targets, weight = randn(4, 5) * 2, rand(4, 5), rand() * 3 + 0.5
    observe(solution.bce_with_logits_loss(logits, targets, weight), "the loss")
    observe(solution.bce_with_logits_backward(randn(), logits, targets, weight), "the gradient")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, randn, rand, dtype):
    """In float64 all results are exact to float64's precision."""
    logits, targets, weight = randn(6, 5), rand(6, 5), rand(5) + 0.5
    observe(solution.bce_loss(rand(6, 5) * 0.9 + 0.05, targets), "bce_loss")
    observe(solution.bce_with_logits_loss(logits, targets, weight), "bce_with_logits_loss")
    observe(solution.bce_with_logits_backward(randn(), logits, targets, weight), "the gradient")


@pytest.mark.edges
def test_certain_and_right(solution, observe, hard):
    """A probability of exactly 0 or 1 that is right costs nothing, and gives no NaN."""
    targets = hard(3, 4)
    observe(solution.bce_loss(targets.clone(), targets))


@pytest.mark.edges
def test_certain_and_wrong(solution, observe, rand, hard):
    """A probability of exactly 0 or 1 that is wrong costs 100."""
    targets = hard(3, 4)
    observe(solution.bce_loss(1 - targets, targets), "the loss, all of them wrong")
    probs = rand(3, 4) * 0.98 + 0.01
    probs[0] = 1 - targets[0]
    observe(solution.bce_loss(probs, targets), "the loss, a row of them wrong")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_tiny_probabilities(solution, observe, rand, dtype):
    """A wrong probability of about 1e-20 costs what its logarithm says."""
    probs = (rand(3, 4) + 0.5) * 1e-20
    observe(solution.bce_loss(probs, torch.ones_like(probs)))


@pytest.mark.edges
@pytest.mark.parametrize("size", [25.0, 40.0, 100.0, 1e4])
def test_large_logits(solution, observe, randn, hard, size):
    """A confident wrong logit costs its own size; a right one costs nothing."""
    targets = hard(4, 5)
    wrong = (1 - 2 * targets) * (randn(4, 5).abs() + size)
    observe(solution.bce_with_logits_loss(wrong, targets), "the loss, all wrong")
    observe(solution.bce_with_logits_backward(randn(), wrong, targets), "the gradient, all wrong")
    loss = solution.bce_with_logits_loss(-wrong, targets)
    observe(loss, "the loss, all right", atol=1e-6, rtol=0)
    grad = solution.bce_with_logits_backward(randn(), -wrong, targets)
    observe(grad, "the gradient, all right", atol=1e-6, rtol=0)


@pytest.mark.edges
@pytest.mark.parametrize(
    "shapes", [((4, 1), (4,)), ((4, 5), (5,)), ((4,), (4, 1)), ((3, 2), (2, 3))], ids=str
)
def test_shapes_differ(solution, observe, randn, rand, hard, shapes):
    """Targets of another shape raise ValueError in every function, also if they would broadcast."""
    probs, targets = rand(*shapes[0]), hard(*shapes[1])
    observe.raises(ValueError, solution.bce_loss, probs, targets)
    observe.raises(ValueError, solution.bce_with_logits_loss, probs, targets)
    observe.raises(ValueError, solution.bce_with_logits_backward, randn(), probs, targets)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, rand, hard):
    """Transposed views are compared element by element."""
    logits, targets = randn(5, 4).T, hard(4, 5)
    observe(solution.bce_loss(rand(5, 4).T * 0.9 + 0.05, targets), "bce_loss")
    observe(solution.bce_with_logits_loss(logits, targets, rand(5)), "bce_with_logits_loss")
    observe(solution.bce_with_logits_backward(randn(), logits, targets, rand(5)), "the gradient")


@pytest.mark.edges
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_half_is_rounded_once(solution, observe, randn, rand, dtype):
    """Half precision is worked on in float32: a result is rounded only at the end."""
    logits, targets, weight = randn(63, 64), rand(63, 64), rand(64) + 0.5
    one = torch.ones_like(logits[0, 0])
    grad = solution.bce_with_logits_backward(one * 64, logits, targets, weight)
    z, y, w = (t.double() for t in (logits, targets, weight))
    exact = (w * y * (z.sigmoid() - 1) + (1 - y) * z.sigmoid()) / 63
    errors = (grad.double() - exact).abs()
    observe(float(errors.mean()), "the mean rounding error of the gradient", rtol=0.15)
    # 2**-11 is exact in both; 1 - 2**-11 is not
    probs = torch.full_like(logits, 2**-11)
    loss = solution.bce_loss(probs, torch.zeros_like(probs))
    observe(float(loss), "bce_loss of probabilities of 2**-11 with targets 0", rtol=0.01)
    losses = [
        float(solution.bce_with_logits_loss(z, y)) for z, y in zip(logits, targets, strict=True)
    ]
    exact = (torch.nn.functional.softplus(z) - z * y).mean(dim=1).cpu()
    errors = (torch.tensor(losses, dtype=torch.float64) - exact).abs()
    observe(float(errors.mean()), "the mean rounding error of the loss", rtol=0.2)


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, rand, hard):
    """No argument of any function is changed."""
    logits, probs, targets, weight, grad_out = randn(4, 5), rand(4, 5), hard(4, 5), rand(5), randn()
    solution.bce_loss(probs, targets)
    solution.bce_with_logits_loss(logits, targets, weight)
    solution.bce_with_logits_backward(grad_out, logits, targets, weight)
    observe([logits, probs, targets, weight, grad_out], "the arguments after the calls")


@pytest.mark.gradients
def test_autograd(solution, observe, randn, rand, hard, gradients):
    """Autograd can differentiate both losses, and the gradient by hand once more."""
    targets = hard(4, 5)
    probs, logits = (rand(4, 5) * 0.9 + 0.05).requires_grad_(), randn(4, 5, requires_grad=True)
    (found,) = gradients(solution.bce_loss(probs, targets), [probs])
    observe(found, "the gradient of probs")
    (found,) = gradients(solution.bce_with_logits_loss(logits, targets, rand(5)), [logits])
    observe(found, "the gradient of logits")
    grad = solution.bce_with_logits_backward(randn(), logits, targets)
    observe(gradients(grad, [logits])[0], "the gradient of logits, through the backward pass")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_both(solution, randn, hard, rand, rows=128):
    """Loss and gradient of 128 rows of 512 logits."""
    logits, targets, weight, grad_out = randn(rows, 512), hard(rows, 512), rand(512), randn()
    return lambda: (
        solution.bce_with_logits_loss(logits, targets, weight),
        solution.bce_with_logits_backward(grad_out, logits, targets, weight),
    )
