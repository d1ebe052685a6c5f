"""Hidden tests of transformers/gpt."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

VOCABULARY = 13


class Mixed(TorchDispatchMode):
    """Note the operators that compute with tensors of two devices, which a GPU refuses."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """Call the operator; copying from one device to another is allowed."""
        tensors = [x for x in tree_leaves((args, kwargs)) if isinstance(x, torch.Tensor) and x.ndim]
        if len({x.device.type for x in tensors}) > 1 and "copy" not in func.__name__:
            self.names.add(func.__name__)
        return func(*args, **(kwargs or {}))


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_layer, ...)`: a model of 12 features in 3 heads, with given weights."""

    def build(n_layer=2, *, block_size=8, n_embd=12, n_heads=3):
        sizes = (VOCABULARY, block_size, n_embd, n_heads, n_layer)
        return fill(solution.GPT(*sizes).to(dtype))

    return build


@pytest.fixture
def tokens(randint):
    """`tokens(B, T)`: random tokens."""
    return lambda *shape: randint(0, VOCABULARY, *shape)


@pytest.mark.shape
@pytest.mark.parametrize("n_layer", [0, 1, 3])
def test_parameters(solution, observe, n_layer):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.GPT(11, 5, 8, 2, n_layer).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("batch", [(2, 5), (1, 8), (3, 1)], ids=str)
def test_shape(make, observe, tokens, batch):
    """The logits are (B, T, V), with targets and without; the loss is one number, or None."""
    model, idx = make(), tokens(*batch)
    logits, loss = model(idx)
    observe((tuple(logits.shape), loss), "the logits' shape and the loss without targets")
    logits, loss = model(idx, tokens(*batch))
    observe((tuple(logits.shape), tuple(loss.shape)), "both shapes with targets")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, tokens, dtype):
    """Logits and loss have the dtype of the weights."""
    logits, loss = make()(tokens(2, 5), tokens(2, 5))
    observe([str(logits.dtype), str(loss.dtype)], "the dtypes")


@pytest.mark.parametrize("batch", [(2, 5), (1, 8), (3, 1)], ids=str)
def test_without_blocks(make, observe, tokens, batch):
    """Without blocks the sum of both embeddings goes through the last norm and the head."""
    observe(make(0)(tokens(*batch))[0], "the logits")


def test_position_tells_tokens_apart(make, observe, tokens):
    """The same token at each position has other logits at each."""
    observe(make(0)(tokens(2, 1).expand(2, 8))[0], "the logits")


@pytest.mark.parametrize("n_layer", [1, 3])
@pytest.mark.parametrize("batch", [(2, 5), (1, 8)], ids=str)
def test_logits(make, observe, tokens, batch, n_layer):
    """The blocks follow each other, each with its own weights."""
    observe(make(n_layer)(tokens(*batch))[0], "the logits")


@pytest.mark.parametrize("n_embd, n_heads", [(8, 1), (8, 8), (4, 2)])
def test_heads(make, observe, tokens, n_embd, n_heads):
    """Any number of heads that divides the width works."""
    observe(make(2, n_embd=n_embd, n_heads=n_heads)(tokens(2, 4))[0], "the logits")


@pytest.mark.parametrize("batch", [(2, 5), (1, 8), (4, 4)], ids=str)
def test_loss(make, observe, tokens, batch):
    """The loss is the mean cross-entropy of all tokens; the logits are those without targets."""
    logits, loss = make()(tokens(*batch), tokens(*batch))
    observe(loss, "the loss")
    observe(logits, "the logits")


def test_later_tokens_change_nothing(make, observe, tokens):
    """Other later tokens leave the logits before them as they were."""
    model, idx = make(), tokens(2, 6)
    other = torch.cat([idx[:, :4], tokens(2, 2)], dim=1)
    observe(model(idx)[0][:, :4], "the first 4 of 6 tokens")
    observe(model(other)[0][:, :4], "the same 4 with other tokens after them")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, tokens, dtype):
    """In float64 logits and loss are exact to float64's precision."""
    observe(make(3)(tokens(2, 7), tokens(2, 7)))


@pytest.mark.edges
def test_too_long(make, observe, tokens):
    """A sequence longer than block_size raises ValueError; one as long does not."""
    model = make(1, block_size=4)
    observe(model(tokens(2, 4))[0], "the logits of 4 tokens")
    observe.raises(ValueError, model, tokens(2, 5))


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (4, 8)])
def test_does_not_divide(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide raises ValueError."""
    observe.raises(ValueError, solution.GPT, VOCABULARY, 4, n_embd, n_heads, 1)


@pytest.mark.edges
def test_not_contiguous(make, observe, tokens):
    """Tokens and targets that are transposed views of (T, B) work like tensors of their own."""
    observe(make(1)(tokens(5, 3).T, tokens(5, 3).T))


@pytest.mark.edges
def test_device(make, observe, tokens):
    """A model that was moved to another device computes there alone."""
    model, idx = make(1).to("meta"), tokens(2, 5).to("meta")
    with Mixed() as mixed:
        logits, loss = model(idx, idx)
    observe([str(logits.device), str(loss.device)], "the devices of logits and loss")
    observe(sorted(mixed.names), "the operators that mix two devices")


@pytest.mark.gradients
@pytest.mark.parametrize("of", ["logits", "loss"])
def test_gradients(make, observe, tokens, gradients, of):
    """Gradients reach every parameter, from the logits and from the loss."""
    model = make().double()  # gradients of scores are small sums of large terms
    logits, loss = model(tokens(2, 6), tokens(2, 6))
    names, weights = zip(*sorted(model.named_parameters()), strict=True)
    found = gradients(logits if of == "logits" else loss, weights)
    for name, gradient in zip(names, found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(32, 64, 128, 256))
def bench_loss(solution, fill, randint, length=64):
    """Two blocks of 64 features, 256 tokens in the vocabulary, 2 sequences of 64 tokens."""
    model = fill(solution.GPT(256, 256, 64, 4, 2)).eval()
    idx, targets = randint(0, 256, 2, length), randint(0, 256, 2, length)
    return lambda: model(idx, targets)
