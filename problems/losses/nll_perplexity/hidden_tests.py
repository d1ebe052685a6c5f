"""Hidden tests of losses/nll_perplexity."""

import pytest
import torch

SHAPES = [(2, 5, 7), (4, 4, 4), (3, 1, 6), (1, 6, 3)]
HALVES = [torch.float16, torch.bfloat16]
INF = float("inf")


def until(lengths, steps, device):
    """Return the mask (B, T) of sequences with these lengths."""
    return torch.arange(steps, device=device) < torch.tensor(lengths, device=device)[:, None]


def both(solution, observe, *arguments):
    """Observe the result of both functions."""
    observe(solution.sequence_nll(*arguments), "the NLL of each sequence")
    observe(solution.perplexity(*arguments), "the perplexity")


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, randint, shape):
    """There is one NLL a sequence, and one perplexity."""
    targets = randint(0, shape[2], *shape[:2])
    nll = solution.sequence_nll(randn(*shape), targets, targets >= 0)
    observe(tuple(nll.shape), "the shape of the NLL")
    found = solution.perplexity(randn(*shape), targets, targets >= 0)
    observe(tuple(found.shape), "the shape of the perplexity")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, *HALVES], ids=str)
def test_dtype(solution, observe, randn, randint, dtype):
    """Results are in float32 for half precision, and else in the dtype of the logits."""
    targets = randint(0, 4, 2, 3)
    nll = solution.sequence_nll(randn(2, 3, 4), targets, targets >= 0)
    found = solution.perplexity(randn(2, 3, 4), targets, targets >= 0)
    observe([str(nll.dtype), str(found.dtype)], "the dtypes")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sequence_nll(solution, observe, randn, randint, shape):
    """The NLL of a sequence is the sum over its tokens."""
    targets = randint(0, shape[2], *shape[:2])
    observe(solution.sequence_nll(randn(*shape) * 2, targets, targets >= 0))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_perplexity(solution, observe, randn, randint, shape):
    """The perplexity is the exponential of the mean NLL of the tokens."""
    targets = randint(0, shape[2], *shape[:2])
    observe(solution.perplexity(randn(*shape), targets, targets >= 0))


@pytest.mark.parametrize("vocabulary", [1, 2, 50])
def test_uniform(solution, observe, randn, randint, vocabulary):
    """Equal logits give a perplexity of V, whatever the number of tokens is."""
    logits, targets = randn(2, 9, 1).expand(2, 9, vocabulary), randint(0, vocabulary, 2, 9)
    both(solution, observe, logits, targets, targets >= 0)


def test_padding(solution, observe, randn, randint, device):
    """Padded tokens count neither in a sum nor in the number of tokens."""
    mask = until([5, 1, 3], 5, device)
    both(solution, observe, randn(3, 5, 6), randint(0, 6, 3, 5), mask)


def test_float64(solution, observe, randn, randint, device):
    """In float64 the results are exact to float64's precision."""
    mask = until([8, 3], 8, device)
    both(solution, observe, randn(2, 8, 6, dtype=torch.float64), randint(0, 6, 2, 8), mask)


@pytest.mark.edges
@pytest.mark.parametrize("padding", [-100, -1, 9999])
def test_illegal_targets(solution, observe, randn, randint, device, padding):
    """A masked target may be no token at all."""
    mask = until([4, 2, 1], 4, device)
    targets = randint(0, 6, 3, 4).masked_fill(~mask, padding)
    both(solution, observe, randn(3, 4, 6), targets, mask)


@pytest.mark.edges
def test_one_token_counted(solution, observe, randn, randint, device):
    """One counted token is enough, also where the vocabulary holds no other."""
    mask = until([1, 0], 3, device)
    targets = randint(0, 1, 2, 3).masked_fill(~mask, -100)
    both(solution, observe, randn(2, 3, 1), targets, mask)
    both(solution, observe, randn(2, 3, 5), targets, mask)


@pytest.mark.edges
def test_holes(solution, observe, randn, randint, rand):
    """The mask may begin with padding and have holes."""
    mask = rand(3, 8) < 0.5
    mask[0, 0], mask[0, 1], mask[1, 3] = False, True, False
    both(solution, observe, randn(3, 8, 5), randint(0, 5, 3, 8), mask)


@pytest.mark.edges
def test_empty_sequence(solution, observe, randn, randint, device):
    """A sequence without counted tokens has an NLL of 0 and no part in the perplexity."""
    both(solution, observe, randn(3, 4, 5), randint(0, 5, 3, 4), until([4, 0, 2], 4, device))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(2, 3, 4), (0, 3, 4), (2, 0, 4)], ids=str)
def test_nothing_counted(solution, observe, randn, randint, shape):
    """Where nothing is counted every NLL is 0 and the perplexity is 1."""
    targets = randint(0, 4, *shape[:2])
    both(solution, observe, randn(*shape), targets, targets < 0)


@pytest.mark.edges
def test_large_logits(solution, observe, randn, randint):
    """Logits as large as 1e4, positive and negative, give a finite NLL."""
    logits, targets = randn(2, 4, 5), randint(0, 5, 2, 4)
    logits[0, 0, 0], logits[0, 1, 1], logits[1, 2, 3] = 1e4, -1e4, 1e4
    observe(solution.sequence_nll(logits, targets, targets >= 0), "a few logits of 1e4 and -1e4")
    logits = randn(2, 4, 5) * 1e4
    observe(solution.sequence_nll(logits, targets, targets >= 0), "logits of about 1e4")


@pytest.mark.edges
def test_unlikely_token(solution, observe, randn, randint):
    """A token whose probability underflows to 0 has its exact NLL."""
    logits, targets = randn(2, 4, 5), randint(1, 5, 2, 4)
    logits[1, 2, 0] += 200
    both(solution, observe, logits, targets, targets >= 0)


@pytest.mark.edges
def test_ruled_out_tokens(solution, observe, randn, randint, device):
    """A logit of -inf has no part in the NLL of another token, nor at a padded place."""
    logits, mask = randn(2, 4, 6), until([4, 2], 4, device)
    logits[0, 1, 4:] = logits[1, 3, :5] = logits[1, 2, 1:] = -INF
    both(solution, observe, logits, randint(0, 4, 2, 4), mask)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_half_is_summed_in_float32(solution, observe, randn, randint, dtype):
    """Half-precision logits give float32 results with all their digits."""
    logits, targets = randn(2, 300, 5, dtype=dtype), randint(0, 5, 2, 300)
    both(solution, observe, logits, targets, targets >= 0)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn, randint, device):
    """Transposed arguments are read along their own dimensions."""
    logits, targets = randn(5, 3, 4).transpose(0, 2), randint(0, 5, 3, 4).T
    both(solution, observe, logits, targets, until([3, 1, 2, 3], 3, device))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn, randint, device):
    """Neither the logits nor the targets nor the mask are changed."""
    logits, mask = randn(2, 4, 6), until([4, 2], 4, device)
    targets = randint(0, 6, 2, 4).masked_fill(~mask, -100)
    solution.sequence_nll(logits, targets, mask)
    solution.perplexity(logits, targets, mask)
    for name, tensor in {"logits": logits, "targets": targets, "mask": mask}.items():
        observe(tensor, f"the {name} after the calls")


@pytest.mark.gradients
def test_gradients(solution, observe, randn, randint, device, gradients):
    """Both results can be differentiated by the logits, and padding gets a gradient of 0."""
    logits, mask = randn(3, 4, 5, requires_grad=True), until([4, 1, 2], 4, device)
    targets = randint(0, 5, 3, 4)
    nll = solution.sequence_nll(logits, targets, mask)
    observe(gradients(nll, [logits])[0], "the gradient through the NLL")
    found = solution.perplexity(logits, targets, mask)
    observe(gradients(found, [logits])[0], "the gradient through the perplexity")


@pytest.mark.sizes(length=(64, 128, 256))
def bench_batch(solution, randn, randint, length=128):
    """The perplexity of 4 sequences of 128 tokens over a vocabulary of 500."""
    logits, targets = randn(4, length, 500), randint(0, 500, 4, length)
    mask = targets % 8 > 0
    return lambda: solution.perplexity(logits, targets, mask)
