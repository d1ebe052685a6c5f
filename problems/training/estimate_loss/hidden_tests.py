"""Hidden tests of training/estimate_loss.

Every split has its own line of batches, so the order in which the two are drawn does not matter.
"""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

VOCABULARY = 13


class Language(nn.Module):
    """A small language model in which dropout and BatchNorm show the mode."""

    def __init__(self, vocabulary=VOCABULARY):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 8)
        self.body = nn.Sequential(nn.Dropout(0.5), nn.Linear(8, 8), nn.Dropout(0.2))
        self.norm = nn.BatchNorm1d(8)
        self.head = nn.Linear(8, vocabulary)

    def forward(self, x, y=None):
        """Return logits (B, T, V) and the mean cross-entropy; x and y (B, T)."""
        features = self.body(self.embedding(x)).flatten(0, 1)
        logits = self.head(self.norm(features))
        loss = None if y is None else cross_entropy(logits, y.flatten())
        return logits.view(*x.shape, -1), loss

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "Language()"


class Distance(nn.Module):
    """Its loss is the mean squared distance of x from y; in training a penalty is added."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))
        self.graphs = 0

    def forward(self, x, y=None):
        """Return x and its loss, and count the losses that carry a graph."""
        penalty = self.weight if self.training else self.weight * 0
        loss = None if y is None else (x - y).square().mean() + penalty
        self.graphs += loss is not None and loss.requires_grad
        return x, loss

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "Distance()"


class Batches:
    """`get_batch` over given batches, round and round; counts what was drawn."""

    def __init__(self, **batches):
        self.batches = batches
        self.drawn = dict.fromkeys(batches, 0)

    def __call__(self, split):
        """Return the split's next batch."""
        number = self.drawn[split]
        self.drawn[split] += 1
        return self.batches[split][number % len(self.batches[split])]

    def __repr__(self):
        """Return one word, for the person who reads the failed call."""
        return "get_batch"


class BatchError(Exception):
    """What a broken batch raises."""


@pytest.fixture(autouse=True)
def grad_mode():
    """Start with autograd on, whatever a solution has left behind in the case before."""
    with torch.enable_grad():
        yield


@pytest.fixture
def language(fill):
    """`language(vocabulary)`: a filled model in training mode."""
    return lambda vocabulary=VOCABULARY: fill(Language(vocabulary))


@pytest.fixture
def text(randint):
    """`text(k, vocabulary)`: k batches of tokens a split."""

    def make(k, vocabulary=VOCABULARY, size=(3, 5)):
        def batch():
            return randint(0, vocabulary, *size), randint(0, vocabulary, *size)

        return Batches(train=[batch() for _ in range(k)], val=[batch() for _ in range(k)])

    return make


@pytest.fixture
def numbers(randn):
    """`numbers(sizes)`: for each size a batch a split; validation is further off."""

    def make(*sizes, dtype=torch.float32):
        def batches(far):
            return [(randn(n, dtype=dtype), randn(n, dtype=dtype) * far) for n in sizes]

        return Batches(train=batches(1), val=batches(3))

    return make


def modes(model):
    """Return the mode of every module, by name."""
    named = [(name or "the model itself", m) for name, m in model.named_modules()]
    return {name: "train" if m.training else "eval" for name, m in named}


def failing_model():
    """Return a model that raises when it is called."""
    model = Language()
    model.norm.eval()

    def broken(module, arguments):
        raise BatchError("this batch is broken")

    model.head.register_forward_pre_hook(broken)
    return model


def failing_batch(split):
    """Raise in place of returning a batch."""
    raise BatchError("this batch is broken")


@pytest.mark.shape
def test_keys(solution, observe, language, text):
    """The result is a dict with one entry for train and one for val."""
    observe(sorted(solution.estimate_loss(language(), text(2), 2)), "the keys")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_plain_floats(solution, observe, numbers, device, dtype):
    """The means are Python floats, whatever the dtype of the losses."""
    losses = solution.estimate_loss(Distance().to(device, dtype), numbers(4, 4, dtype=dtype), 2)
    observe([type(losses[split]).__name__ for split in ("train", "val")], "the types")


@pytest.mark.parametrize("k", [1, 2, 7])
def test_means(solution, observe, language, text, k):
    """Each mean is that of the k losses of its own split, measured in evaluation mode."""
    observe(solution.estimate_loss(language(), text(k), k), "the mean losses")


def test_the_models_loss(solution, observe, numbers, device):
    """The loss is the one that the model returns, whatever it is."""
    observe(solution.estimate_loss(Distance().to(device), numbers(4, 4, 4), 3), "the mean losses")


def test_float64(solution, observe, numbers, device):
    """Losses in float64 are averaged like any others."""
    model = Distance().to(device, torch.float64)
    observe(solution.estimate_loss(model, numbers(4, 4, 4, dtype=torch.float64), 3))


def test_batches_count_alike(solution, observe, numbers, device):
    """Each batch counts once, however large it is."""
    losses = solution.estimate_loss(Distance().to(device), numbers(1, 50, 3, 8), 4)
    observe(losses, "the mean losses")


@pytest.mark.parametrize("k", [1, 6])
def test_draws_k_batches(solution, observe, language, text, k):
    """Exactly k batches of each split are drawn."""
    get_batch = text(k)
    solution.estimate_loss(language(), get_batch, k)
    observe(get_batch.drawn, "how many batches were drawn")


@pytest.mark.edges
def test_bfloat16_losses(solution, observe, device, randn):
    """The mean of many bfloat16 losses is taken in a wider dtype."""
    batches = [(x, x + 2) for x in randn(100, 4, dtype=torch.bfloat16)]
    model = Distance().to(device, torch.bfloat16)
    losses = solution.estimate_loss(model, Batches(train=batches, val=batches[:50]), 500)
    observe(losses, "the mean losses", rtol=0.01)


@pytest.mark.edges
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_restores_mode(solution, observe, language, text, mode):
    """A model found in training or in evaluation mode is left in it."""
    model = language().train(mode == "train")
    solution.estimate_loss(model, text(2), 2)
    observe(modes(model), "the modes after the call")


@pytest.mark.edges
@pytest.mark.parametrize("frozen", ["norm", "body", "body.0", "head"])
def test_restores_every_part(solution, observe, language, text, frozen):
    """A part that was in evaluation mode within a model in training is left in it, alone."""
    model = language()
    model.get_submodule(frozen).training = False
    solution.estimate_loss(model, text(2), 2)
    observe(modes(model), "the modes after the call")


@pytest.mark.edges
def test_part_in_training(solution, observe, language, text):
    """A part in training mode within a model in evaluation is measured in evaluation as well."""
    model = language().eval()
    model.body.train()
    observe(solution.estimate_loss(model, text(3), 3), "the mean losses")
    observe(modes(model), "the modes after the call")


@pytest.mark.edges
@pytest.mark.parametrize("fails", ["model", "get_batch"])
def test_error(solution, observe, device, text, fails):
    """An exception reaches the caller, and every part is back in its mode."""
    model = failing_model().to(device)
    get_batch = failing_batch if fails == "get_batch" else text(2)
    observe.raises(BatchError, solution.estimate_loss, model, get_batch, 2)
    observe(modes(model), "the modes after the exception")


@pytest.mark.edges
@pytest.mark.parametrize("before", ["on", "off"])
def test_grad_mode(solution, observe, language, text, before):
    """Afterwards autograd is on or off as it was before."""
    with torch.set_grad_enabled(before == "on"):
        solution.estimate_loss(language(), text(2), 2)
        observe("on" if torch.is_grad_enabled() else "off", "autograd after the call")


@pytest.mark.edges
def test_grad_mode_after_error(solution, observe, device):
    """After an exception, autograd is on again if it was on before."""
    observe.raises(BatchError, solution.estimate_loss, failing_model().to(device), failing_batch, 2)
    observe("on" if torch.is_grad_enabled() else "off", "autograd after the exception")


@pytest.mark.edges
def test_leaves_buffers_alone(solution, observe, language, text):
    """BatchNorm's running statistics are not updated."""
    model = language()
    solution.estimate_loss(model, text(3), 3)
    observe(dict(model.named_buffers()), "the buffers after the call")


@pytest.mark.edges
def test_leaves_parameters_alone(solution, observe, language, text, randn):
    """Parameters, and the gradients that a step is still to use, are unchanged."""
    model = language()
    for parameter in model.parameters():
        parameter.grad = randn(*parameter.shape)
    model.embedding.weight.requires_grad_(False)
    solution.estimate_loss(model, text(2), 2)
    observe(dict(model.named_parameters()), "the parameters")
    observe([p.grad for p in model.parameters()], "their gradients")
    observe([name for name, p in model.named_parameters() if p.requires_grad], "what is trained")


@pytest.mark.edges
def test_no_graph(solution, observe, numbers, device):
    """No loss carries a graph."""
    model = Distance().to(device)
    solution.estimate_loss(model, numbers(4, 4, 4), 3)
    observe(model.graphs, "how many losses carry a graph")


@pytest.mark.cost
def test_memory(solution, observe, language, text, cost):
    """Memory does not grow with k: a batch's logits are given back before many more are made."""
    model, get_batch = language(400), text(16, 400, (8, 16))
    used = cost(lambda: solution.estimate_loss(model, get_batch, 16))
    observe(used.result, "the mean losses")
    observe.at_most(used.peak_bytes, "the peak bytes of 16 batches", times=2)


@pytest.mark.sizes(k=(2, 4, 8, 16))
def bench_batches(solution, language, text, k=4):
    """Four batches of each split, of 16 x 32 tokens."""
    model, get_batch = language(64), text(k, 64, (16, 32))
    return lambda: solution.estimate_loss(model, get_batch, k)
