"""Hidden tests of losses/cross_entropy_backward."""

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
    """The gradient has the shape of the logits."""
    dlogits = solution.cross_entropy_backward(randn(*shape), randint(0, shape[-1], *shape[:-1]))
    observe(tuple(dlogits.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16], ids=str)
def test_keeps_dtype(solution, observe, randn, randint, dtype):
    """The gradient has the dtype of the logits."""
    dlogits = solution.cross_entropy_backward(randn(3, 4), randint(0, 4, 3))
    observe(str(dlogits.dtype), "the dtype")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values(solution, observe, randn, randint, shape):
    """The gradient is the probabilities less the one-hot targets, divided by the places."""
    targets = randint(0, shape[-1], *shape[:-1])
    observe(solution.cross_entropy_backward(randn(*shape) * 2, targets))


def test_values_float64(solution, observe, randn, randint):
    """In float64 the gradient is exact to float64's precision."""
    logits = randn(8, 16, dtype=torch.float64)
    observe(solution.cross_entropy_backward(logits, randint(0, 16, 8)))


def test_same_target_twice(solution, observe, randn, randint):
    """Places that share a target each get their own gradient."""
    observe(solution.cross_entropy_backward(randn(5, 4), randint(2, 3, 5)))


def test_ignored_places(solution, observe, randn, randint):
    """Ignored places have a gradient of 0, and the others are divided by their own number."""
    targets = ignore(randint(0, 5, 6), -100, 0, 3, 4)
    observe(solution.cross_entropy_backward(randn(6, 5) * 2, targets))


@pytest.mark.edges
@pytest.mark.parametrize("ignore_index", [-1, 0, 4, 255])
def test_other_ignore_index(solution, observe, randn, randint, ignore_index):
    """ignore_index decides which target is ignored, be it negative or the number of a class."""
    targets = ignore(randint(1, 4, 6), ignore_index, 1, 2, 5)
    observe(solution.cross_entropy_backward(randn(6, 5), targets, ignore_index=ignore_index))


@pytest.mark.edges
def test_padded_sequences(solution, observe, randn, randint):
    """In sequences of different lengths every counted token weighs the same."""
    targets = ignore(
        randint(0, 7, 3, 6), -100, (0, slice(1, None)), (1, slice(4, None)), (2, slice(0, 2))
    )
    observe(solution.cross_entropy_backward(randn(3, 6, 7) * 3, targets))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 5)], ids=str)
def test_all_ignored(solution, observe, randn, randint, shape):
    """Where every place is ignored the gradient is 0, not NaN."""
    targets = randint(0, 5, *shape[:-1]).fill_(-100)
    observe(solution.cross_entropy_backward(randn(*shape), targets))


@pytest.mark.edges
def test_one_class_with_ignored_places(solution, observe, randn, randint):
    """With one class alone, an ignored place is no harder than with many."""
    logits, targets = randn(4, 1), ignore(randint(0, 1, 4), -100, 1, 2)
    observe(solution.cross_entropy_backward(logits, targets))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(0, 5), (2, 0, 5)], ids=str)
def test_no_places(solution, observe, randn, randint, shape):
    """Where there are no places the gradient is empty too."""
    observe(solution.cross_entropy_backward(randn(*shape), randint(0, 5, *shape[:-1])))


@pytest.mark.edges
def test_large_logits(solution, observe, randn, randint):
    """Logits as large as 1e4, positive and negative, neither overflow nor give NaN."""
    logits, targets = randn(6, 6), randint(1, 6, 6)
    logits[0, 0], logits[1, 1], logits[2, 2] = 1e4, -1e4, 1e4
    observe(solution.cross_entropy_backward(logits, targets), "a few logits of 1e4 and -1e4")
    observe(solution.cross_entropy_backward(randn(6, 6) * 1e4, targets), "logits of about 1e4")


@pytest.mark.edges
def test_far_apart_places(solution, observe, randn, randint, device):
    """A place near -1e4 beside one near 1e4 has an ordinary gradient."""
    centres = torch.tensor([[1e4], [0.0], [-1e4], [-2000.0]], dtype=torch.float64, device=device)
    logits = randn(4, 8, dtype=torch.float64) + centres
    observe(solution.cross_entropy_backward(logits, randint(0, 8, 4)))


@pytest.mark.edges
def test_ruled_out_classes(solution, observe, randn, randint):
    """A class with logit -inf has a gradient of 0, and the others get theirs."""
    logits = randn(4, 6)
    logits[0, 0] = logits[1, 5] = logits[2, 3:] = -INF
    observe(solution.cross_entropy_backward(logits, randint(1, 3, 4)))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_is_rounded_once(solution, observe, randn, randint, dtype):
    """Half precision is worked on in float32: the gradient is rounded only at the end."""
    logits, targets = randn(63, 64, dtype=dtype), randint(0, 64, 63)
    result = solution.cross_entropy_backward(logits, targets).double()
    exact = logits.double().softmax(-1)
    exact[torch.arange(63, device=exact.device), targets] -= 1
    observe(float((result - exact / 63).abs().mean()), "the mean rounding error", rtol=0.15)


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(4, 1), (1, 5), (1, 1, 3)], ids=str)
def test_size_one(solution, observe, randn, randint, shape):
    """One class alone has a gradient of 0; one place alone is divided by one."""
    observe(solution.cross_entropy_backward(randn(*shape), randint(0, shape[-1], *shape[:-1])))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, randint):
    """Transposed logits and targets are read along their own dimensions."""
    logits, targets = randn(5, 3, 4).transpose(0, 2), randint(0, 5, 3, 4).T
    observe(solution.cross_entropy_backward(logits, targets))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, randint):
    """Neither the logits nor the targets are changed."""
    logits, targets = randn(4, 8), ignore(randint(0, 8, 4), -100, 1)
    solution.cross_entropy_backward(logits, targets)
    observe(logits, "the logits after the call")
    observe(targets, "the targets after the call")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_tokens(solution, randn, randint, rows=256):
    """256 tokens over a vocabulary of 1000, an eighth of them padding."""
    logits, targets = randn(rows, 1000), randint(0, 1000, rows)
    targets[::8] = -100
    return lambda: solution.cross_entropy_backward(logits, targets)
