"""Hidden tests of generation/generate.

Mostly the tokens to draw are given beforehand and the probabilities are what is compared, so no
rounding can send two right answers different ways.

The statistics have a tolerance of six standard deviations or more of the difference between two
right answers: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch
from torch import nn

V = 11


class Language(nn.Module):
    """A small causal model that counts its calls and refuses what is longer than its block."""

    def __init__(self, block_size, vocabulary=V, width=8):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.empty(block_size, width))
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(width, vocabulary)
        self.block_size = block_size
        self.lengths = []
        self.recorded = 0

    def forward(self, x):
        """Return logits (B, t, V) and None; x (B, t)."""
        length = x.shape[1]
        if length > self.block_size:
            raise IndexError(f"{length} tokens, but only {self.block_size} position embeddings")
        self.lengths.append(length)
        features = self.tokens(x) + self.positions[:length]
        mixed = torch.tanh(self.dropout(features).cumsum(1))
        logits = self.head(mixed) * 2
        self.recorded += logits.requires_grad
        return logits, None

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return f"Language({self.block_size})"


class Script:
    """A `sample` that draws given tokens (B, n), one column a call, and keeps what it was shown."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.seen = []

    def __call__(self, probs):
        """Return the next column (B, 1)."""
        self.seen.append(probs.clone())
        return self.tokens[:, len(self.seen) - 1, None]

    def __repr__(self):
        """Return one word, for the person who reads the failed call."""
        return "sample"


class Same(nn.Module):
    """The same logits for every token."""

    def __init__(self, logits):
        super().__init__()
        self.logits = logits

    def forward(self, x):
        """Return logits (B, t, V) and None; x (B, t)."""
        return self.logits.expand(*x.shape, -1), None


def likeliest(probs):
    """Return the likeliest tokens (B, 1)."""
    return probs.argmax(-1, keepdim=True)


@pytest.fixture(autouse=True)
def grad_mode():
    """Start with autograd on, whatever a solution has left behind in the case before."""
    with torch.enable_grad():
        yield


@pytest.fixture
def language(fill):
    """`language(block_size)`: a filled model in evaluation mode."""
    return lambda block_size, vocabulary=V: fill(Language(block_size, vocabulary)).eval()


@pytest.mark.shape
@pytest.mark.parametrize("prompt, new", [((2, 3), 4), ((1, 1), 1), ((3, 4), 3)], ids=str)
def test_shape(solution, observe, language, randint, prompt, new):
    """The result has the prompt's rows, and max_new_tokens more columns."""
    result = solution.generate(language(7), randint(0, V, *prompt), new, 7, likeliest)
    observe(tuple(result.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_dtypes(solution, observe, language, randint, dtype):
    """Tokens are int64; probabilities have the dtype of the logits."""
    script = Script(randint(0, V, 2, 3))
    model = language(6).to(dtype)
    observe(str(solution.generate(model, randint(0, V, 2, 2), 3, 6, script).dtype), "the tokens'")
    observe([str(probs.dtype) for probs in script.seen], "the probabilities'")


@pytest.mark.parametrize("length, new", [(1, 4), (3, 3), (6, 1)], ids=str)
def test_within_the_block(solution, observe, language, randint, length, new):
    """While the text fits the block, the model sees all of it at every step."""
    script = Script(randint(0, V, 3, new))
    observe(solution.generate(language(8), randint(0, V, 3, length), new, 8, script), "the text")
    observe(script.seen, "the probabilities that sample was given")


@pytest.mark.parametrize("length, new", [(2, 9), (5, 3), (12, 4)], ids=str)
def test_beyond_the_block(solution, observe, language, randint, length, new):
    """Once the text is longer than the block, the model sees its last block_size tokens."""
    model, script = language(5), Script(randint(0, V, 2, new))
    observe(solution.generate(model, randint(0, V, 2, length), new, 5, script), "the text")
    observe(script.seen, "the probabilities that sample was given")
    observe(model.lengths, "the lengths that the model was given")


def test_float64(solution, observe, language, randint):
    """In float64 the probabilities are exact to float64's precision."""
    script = Script(randint(0, V, 2, 7))
    solution.generate(language(4).double(), randint(0, V, 2, 3), 7, 4, script)
    observe(script.seen, "the probabilities that sample was given")


def test_feeds_back(solution, observe, language, randint):
    """What is drawn is read by the model in the next step."""
    model = language(5).double()
    observe(solution.generate(model, randint(0, V, 4, 3), 10, 5, likeliest), "the text")


def test_calls(solution, observe, language, randint):
    """The model and sample are called once for each new token."""
    model, script = language(8), Script(randint(0, V, 2, 5))
    solution.generate(model, randint(0, V, 2, 3), 5, 8, sample=script)
    observe(len(model.lengths), "the calls of the model")
    observe(len(script.seen), "the calls of sample")


@pytest.mark.edges
def test_nothing_new(solution, observe, language, randint):
    """With max_new_tokens=0 the prompt comes back and the model is not called."""
    model = language(4)
    observe(solution.generate(model, randint(0, V, 2, 6), 0, 4, likeliest), "the text")
    observe(len(model.lengths), "the calls of the model")


@pytest.mark.edges
def test_block_of_one(solution, observe, language, randint):
    """A model with a context of one token sees the last token only."""
    model, script = language(1), Script(randint(0, V, 2, 4))
    observe(solution.generate(model, randint(0, V, 2, 3), 4, 1, script), "the text")
    observe(script.seen, "the probabilities that sample was given")


@pytest.mark.edges
def test_as_many_rows_as_tokens(solution, observe, language, randint):
    """A batch with as many rows as the vocabulary and the context is no special case."""
    model, script = language(4, 4), Script(randint(0, 4, 4, 3))
    observe(solution.generate(model, randint(0, 4, 4, 4), 3, 4, script), "the text")
    observe(script.seen, "the probabilities that sample was given")


@pytest.mark.edges
def test_short_text_of_many_rows(solution, observe, language, randint):
    """Rows are never cut, be they more than the context holds tokens."""
    script = Script(randint(0, V, 9, 1))
    observe(solution.generate(language(4), randint(0, V, 9, 2), 1, 4, script), "the text")
    observe(script.seen, "the probabilities that sample was given")


@pytest.mark.edges
def test_not_contiguous(solution, observe, language, randint):
    """A prompt that is a transposed view works like any other."""
    script = Script(randint(0, V, 3, 4))
    observe(solution.generate(language(5), randint(0, V, 4, 3).T, 4, 5, script), "the text")
    observe(script.seen, "the probabilities that sample was given")


@pytest.mark.edges
def test_leaves_idx_alone(solution, observe, language, randint):
    """The prompt itself is not changed."""
    idx = randint(0, V, 2, 6)
    solution.generate(language(4), idx, 3, 4, likeliest)
    observe(idx, "idx after the call")


@pytest.mark.edges
@pytest.mark.parametrize("mode", ["training", "evaluation"])
def test_modes(solution, observe, language, randint, mode):
    """The modes of the model are left as they are found."""
    model = language(4).train(mode == "training")
    model.head.training = False
    solution.generate(model, randint(0, V, 2, 2), 3, 4, likeliest)
    observe([module.training for module in model.modules()], "the modules in training")


@pytest.mark.edges
def test_no_graph(solution, observe, language, randint):
    """No step records a graph."""
    model, script = language(4), Script(randint(0, V, 2, 3))
    solution.generate(model, randint(0, V, 2, 2), 3, 4, script)
    observe(model.recorded, "how many calls recorded a graph")
    observe([probs.requires_grad for probs in script.seen], "probabilities that carry a graph")


@pytest.mark.edges
@pytest.mark.parametrize("before", ["on", "off"])
def test_grad_mode(solution, observe, language, randint, before):
    """Afterwards autograd is on or off as it was before."""
    with torch.set_grad_enabled(before == "on"):
        solution.generate(language(4), randint(0, V, 2, 2), 3, 4, likeliest)
        observe("on" if torch.is_grad_enabled() else "off", "autograd after the call")


@pytest.mark.statistics
def test_draws_by_itself(solution, observe, device, randint):
    """Without sample, tokens are drawn with the probabilities that the model gives."""
    model = Same(torch.tensor([0.5, 0.0, 0.3, 0.2], device=device).log())
    text = solution.generate(model, randint(0, 4, 20_000, 1), 2, 3)
    for step in (1, 2):
        # sd of the difference of two shares over 20 000 rows: at most sqrt(2 / 4 / 2e4) = 0.005
        shares = torch.bincount(text[:, step], minlength=4)[:4].double() / 20_000
        observe(shares, f"the shares of the four tokens in step {step}", atol=0.03)
    observe(float((text[:, 1] == text[:, 2]).double().mean()), "the share repeated", atol=0.03)


@pytest.mark.sizes(block_size=(32, 64, 128, 256))
def bench_block(solution, language, randint, block_size=128):
    """Eight new tokens for four rows, with a context of 128."""
    model = language(block_size, 64)
    prompt, tokens = randint(0, 64, 4, block_size), randint(0, 64, 4, 8)

    def call():
        script = Script(tokens)
        return solution.generate(model, prompt, 8, block_size, script), script.seen[-1]

    return call
