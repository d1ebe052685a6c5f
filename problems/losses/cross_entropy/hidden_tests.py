"""Hidden tests of losses/cross_entropy."""

import pytest
import torch

SHAPES = [(5, 7), (6, 6), (2, 3, 5), (3, 3, 3), (2, 4, 3, 5), (7,)]
INF = float("inf")


def ignore(targets, ignore_index, *places):
    """Return the targets with these places ignored."""
    marked = targets.clone()
    for place in places:
        marked[place] = ignore_index
    return marked


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, randint, shape):
    """The loss is one number, a tensor of shape ()."""
    loss = solution.cross_entropy(randn(*shape), randint(0, shape[-1], *shape[:-1]))
    observe(tuple(loss.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, randn, randint, dtype):
    """The loss has the dtype of the logits."""
    observe(str(solution.cross_entropy(randn(3, 4), randint(0, 4, 3)).dtype), "the dtype")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values(solution, observe, randn, randint, shape):
    """The loss is the mean of the negative log-probabilities of the targets."""
    observe(solution.cross_entropy(randn(*shape) * 2, randint(0, shape[-1], *shape[:-1])))


def test_values_float64(solution, observe, randn, randint):
    """In float64 the loss is exact to float64's precision."""
    logits = randn(8, 16, dtype=torch.float64)
    observe(solution.cross_entropy(logits, randint(0, 16, 8)))


def test_uniform(solution, observe, randn, randint):
    """Equal logits give the logarithm of the number of classes."""
    observe(solution.cross_entropy(randn(4, 1).expand(4, 10), randint(0, 10, 4)))


def test_ignored_places(solution, observe, randn, randint):
    """Ignored places count neither in the sum nor in the number that it is divided by."""
    targets = ignore(randint(0, 5, 6), -100, 0, 3, 4)
    observe(solution.cross_entropy(randn(6, 5) * 2, targets))


@pytest.mark.edges
@pytest.mark.parametrize("ignore_index", [-1, 0, 4, 255])
def test_other_ignore_index(solution, observe, randn, randint, ignore_index):
    """ignore_index decides which target is ignored, be it negative or the number of a class."""
    targets = ignore(randint(1, 4, 6), ignore_index, 1, 2, 5)
    observe(solution.cross_entropy(randn(6, 5) * 2, targets, ignore_index=ignore_index))


@pytest.mark.edges
def test_padded_sequences(solution, observe, randn, randint):
    """In sequences of different lengths every counted token weighs the same."""
    targets = ignore(
        randint(0, 7, 3, 6), -100, (0, slice(1, None)), (1, slice(4, None)), (2, slice(0, 2))
    )
    observe(solution.cross_entropy(randn(3, 6, 7) * 3, targets))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 5)], ids=str)
def test_all_ignored(solution, observe, randn, randint, shape):
    """Where every place is ignored the loss is 0, not NaN."""
    targets = randint(0, 5, *shape[:-1]).fill_(-100)
    observe(solution.cross_entropy(randn(*shape), targets))


@pytest.mark.edges
def test_one_class_with_ignored_places(solution, observe, randn, randint):
    """With one class alone, an ignored place is no harder than with many."""
    logits, targets = randn(4, 1), ignore(randint(0, 1, 4), -100, 1, 2)
    observe(solution.cross_entropy(logits, targets))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(0, 5), (2, 0, 5)], ids=str)
def test_no_places(solution, observe, randn, randint, shape):
    """Where there are no places the loss is 0."""
    observe(solution.cross_entropy(randn(*shape), randint(0, 5, *shape[:-1])))


@pytest.mark.edges
def test_large_logits(solution, observe, randn, randint):
    """Logits as large as 1e4, positive and negative, neither overflow nor give NaN."""
    logits, targets = randn(6, 6), randint(1, 6, 6)
    logits[0, 0], logits[1, 1], logits[2, 2] = 1e4, -1e4, 1e4
    observe(solution.cross_entropy(logits, targets), "a few logits of 1e4 and -1e4")
    observe(solution.cross_entropy(randn(6, 6) * 1e4, targets), "logits of about 1e4")


@pytest.mark.edges
def test_certain_and_wrong(solution, observe, randn, randint):
    """A target whose probability underflows to 0 still has its exact, large loss."""
    logits = randn(4, 5)
    logits[:, 2] += 300
    observe(solution.cross_entropy(logits, randint(0, 2, 4)))


@pytest.mark.edges
def test_far_apart_places(solution, observe, randn, randint, device):
    """A place near -1e4 beside one near 1e4 has an ordinary loss."""
    # in float64, for in float32 adding 1e4 back to a logarithm costs digits and is still right
    centres = torch.tensor([[1e4], [0.0], [-1e4], [-2000.0]], dtype=torch.float64, device=device)
    logits = randn(4, 8, dtype=torch.float64) + centres
    observe(solution.cross_entropy(logits, randint(0, 8, 4)))


@pytest.mark.edges
def test_ruled_out_classes(solution, observe, randn, randint):
    """A class with logit -inf has no part in the loss of another target."""
    logits = randn(4, 6)
    logits[0, 0] = logits[1, 5] = logits[2, 3:] = -INF
    observe(solution.cross_entropy(logits, randint(1, 3, 4)))


@pytest.mark.edges
def test_ruled_out_where_ignored(solution, observe, randn, randint):
    """At an ignored place it does not matter which classes are ruled out."""
    logits = randn(4, 6)
    logits[0, 0] = logits[0, 5] = logits[2, 1:] = -INF
    observe(solution.cross_entropy(logits, ignore(randint(0, 6, 4), -100, 0, 2)))


@pytest.mark.edges
def test_half_sum_overflows(solution, observe, randn, randint):
    """In float16, a sum of exponentials beyond 65504 does not overflow."""
    logits = randn(2, 80_000, dtype=torch.float16) * 0
    observe(solution.cross_entropy(logits, randint(0, 80_000, 2)))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(4, 1), (1, 5), (1, 1, 3)], ids=str)
def test_size_one(solution, observe, randn, randint, shape):
    """One class is certain, with a loss of 0; one place is its own mean."""
    observe(solution.cross_entropy(randn(*shape), randint(0, shape[-1], *shape[:-1])))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, randint):
    """Transposed logits and targets are read along their own dimensions."""
    logits, targets = randn(5, 3, 4).transpose(0, 2), randint(0, 5, 3, 4).T
    observe(solution.cross_entropy(logits, targets))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, randint):
    """Neither the logits nor the targets are changed."""
    logits, targets = randn(4, 8), ignore(randint(0, 8, 4), -100, 1)
    solution.cross_entropy(logits, targets)
    observe(logits, "the logits after the call")
    observe(targets, "the targets after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_gradients(solution, observe, randn, randint, gradients, shape):
    """The gradient of the logits accounts for the sum, through which every class counts."""
    logits = randn(*shape, requires_grad=True)
    loss = solution.cross_entropy(logits, randint(0, shape[-1], *shape[:-1]))
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.gradients
def test_gradients_float64(solution, observe, randn, randint, gradients):
    """In float64 the gradient is exact to float64's precision."""
    logits = randn(4, 8, dtype=torch.float64, requires_grad=True)
    loss = solution.cross_entropy(logits, randint(0, 8, 4))
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.gradients
def test_gradients_of_ignored_places(solution, observe, randn, randint, gradients):
    """Ignored places get a gradient of 0, and the others one that is divided by the count."""
    logits = randn(2, 4, 5, requires_grad=True)
    targets = ignore(randint(0, 5, 2, 4), -100, (0, 0), (1, slice(1, None)))
    loss = solution.cross_entropy(logits, targets)
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.gradients
def test_gradients_all_ignored(solution, observe, randn, randint, gradients):
    """Where every place is ignored the logits get a gradient of zeros."""
    logits = randn(4, 5, requires_grad=True)
    loss = solution.cross_entropy(logits, randint(0, 5, 4).fill_(-100))
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.gradients
def test_gradients_of_ruled_out_classes(solution, observe, randn, randint, gradients):
    """A logit of -inf gets a gradient of 0, not NaN, and the others get theirs."""
    logits = randn(4, 6)
    logits[0, 0] = logits[1, 5] = logits[2, 3:] = -INF
    logits.requires_grad_()
    loss = solution.cross_entropy(logits, randint(1, 3, 4))
    observe(gradients(loss, [logits])[0], "the gradient of the logits")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_tokens(solution, randn, randint, rows=256):
    """256 tokens over a vocabulary of 1000, an eighth of them padding."""
    logits, targets = randn(rows, 1000), randint(0, 1000, rows)
    targets[::8] = -100
    return lambda: solution.cross_entropy(logits, targets)
