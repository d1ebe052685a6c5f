"""Hidden tests of generation/beam_search.

The models work in float64, so that no rounding decides between two random candidates.
"""

import math

import pytest
import torch

V, EOS = 7, 3


class Recurrent:
    """A random model whose next token depends on all tokens before; notes what it is shown."""

    def __init__(self, rng, vocabulary=V, width=6, sharpness=2.0, dtype=torch.float64):
        def table(*shape):
            return torch.randn(shape, generator=rng, dtype=torch.float64).to(dtype)

        self.start, self.inputs = table(width), table(vocabulary, width)
        self.mix, self.outputs = table(width, width) / 2, table(width, vocabulary) * sharpness
        self.shown = []

    def __call__(self, tokens):
        """Return log-probabilities (n, V); tokens (n, t)."""
        self.shown.append(tokens)
        state = self.start.expand(len(tokens), -1)
        for column in tokens.unbind(1):
            state = torch.tanh(state @ self.mix + self.inputs[column])
        return torch.log_softmax(state @ self.outputs, dim=-1)

    def __repr__(self):
        """Return one word, for the person who reads the failed call."""
        return "model"


class Table:
    """A model of a first distribution, and one for each last token; counts its calls."""

    def __init__(self, first, after):
        self.start, self.rows = (torch.tensor(p, dtype=torch.float64).log() for p in (first, after))
        self.calls = 0

    def __call__(self, tokens):
        """Return log-probabilities (n, V); tokens (n, t)."""
        self.calls += 1
        if tokens.shape[1]:
            return self.rows[tokens[:, -1]]
        return self.start.expand(len(tokens), -1)

    def __repr__(self):
        """Return one word, for the person who reads the failed call."""
        return "model"


@pytest.mark.shape
@pytest.mark.parametrize("beam_size", [1, 4])
def test_result(solution, observe, rng, beam_size):
    """The result is a list of beam_size tuples of a list of ints and a float."""
    found = solution.beam_search(Recurrent(rng), beam_size, 3, V + 1)
    observe([type(found).__name__, len(found)], "the kind of result, and how many")
    kinds = [[type(part).__name__ for part in pair] for pair in found]
    observe([[type(pair).__name__ for pair in found], kinds], "the kinds of its parts")
    observe(sorted({type(token).__name__ for pair in found for token in pair[0]}), "the tokens")


@pytest.mark.parametrize("steps", [1, 2, 6])
@pytest.mark.parametrize("beam_size", [1, 2, 5])
def test_without_an_end(solution, observe, rng, beam_size, steps):
    """Where eos never comes, the best beginnings go on to the last step."""
    observe(solution.beam_search(Recurrent(rng), beam_size, steps, V + 1))


@pytest.mark.parametrize("beam_size", [1, 2, 3, 6])
def test_with_ends(solution, observe, rng, beam_size):
    """Hypotheses that end with eos are set aside and come back in the result."""
    for number in range(4):
        model = Recurrent(rng, vocabulary=4, sharpness=1.0)
        observe(solution.beam_search(model, beam_size, 6, EOS), f"of model {number}")


@pytest.mark.parametrize("alpha", [0.6, 1.0, 2.0])
def test_length_penalty(solution, observe, rng, alpha):
    """Scores are divided by a power of the length, and that decides the order."""
    for number in range(4):
        model = Recurrent(rng, vocabulary=4, sharpness=1.0)
        observe(solution.beam_search(model, 4, 6, EOS, alpha), f"of model {number}")


def test_beats_greedy(solution, observe):
    """A wider beam finds a likelier text than the greedy one."""
    first = [0.0, 0.55, 0.45, 0.0]
    after = [[0.25] * 4, [0.2, 0.3, 0.25, 0.25], [0.0, 0.0, 0.05, 0.95], [0.9, 0.1, 0.0, 0.0]]
    model = Table(first, after)
    for beam_size in (1, 2, 3):
        found = solution.beam_search(model, beam_size, 3, 0)
        observe(found[0], f"the best with a beam of {beam_size}")


def test_all_texts(solution, observe, rng):
    """A beam as wide as there are texts finds the best of all."""
    observe(solution.beam_search(Recurrent(rng, 3), 100, 3, 0), "every text of up to 3 tokens")


def test_float32(solution, observe, rng):
    """Log-probabilities may be float32."""
    model = Recurrent(rng, dtype=torch.float32)
    (tokens, score), *_ = solution.beam_search(model, 1, 4, EOS)
    observe([len(tokens) > 0, score], "the greedy text has tokens, and its score", rtol=1e-4)


@pytest.mark.edges
def test_longer_wins_by_the_penalty(solution, observe):
    """With a penalty a longer text may beat one with a larger sum."""
    model = Table([0.45, 0.55, 0.0], [[1.0, 0.0, 0.0], [0.0, 0.1, 0.9], [0.8, 0.1, 0.1]])
    for alpha in (0.0, 1.0):
        observe(solution.beam_search(model, 2, 3, 0, alpha), f"with alpha={alpha}")


@pytest.mark.edges
def test_ends_at_once(solution, observe):
    """Where only eos is possible, the text is that one token and the search stops."""
    model = Table([0.0, 0.0, 1.0], [[1.0, 0.0, 0.0]] * 3)
    observe(solution.beam_search(model, 3, 5, 2))
    observe(model.calls, "the calls of the model")


@pytest.mark.edges
def test_the_beam_shrinks(solution, observe):
    """A place in the beam that a finished text has left stays empty."""
    first = [0.4, 0.35, 0.25]
    after = [[1.0, 0.0, 0.0], [0.1, 0.5, 0.4], [0.0, 0.0, 1.0]]
    observe(solution.beam_search(Table(first, after), 2, 3, 0))


@pytest.mark.edges
def test_impossible_tokens(solution, observe):
    """Candidates of probability 0 are not kept, be the beam however wide."""
    first = [0.0, 1.0, 0.0, 0.0]
    after = [[1.0, 0.0, 0.0, 0.0], [0.3, 0.0, 0.7, 0.0], [0.6, 0.4, 0.0, 0.0], [1.0, 0, 0, 0]]
    observe(solution.beam_search(Table(first, after), 5, 3, 0))


@pytest.mark.edges
def test_a_beam_wider_than_the_vocabulary(solution, observe, rng):
    """A beam may be wider than there are candidates at first."""
    observe(solution.beam_search(Recurrent(rng, 3), 7, 4, 0))


@pytest.mark.edges
def test_one_word(solution, observe, rng):
    """A vocabulary of one token has one text."""
    observe(solution.beam_search(Recurrent(rng, 1), 3, 4, 9), "without an end")
    observe(solution.beam_search(Recurrent(rng, 1), 3, 4, 0), "of eos alone")


@pytest.mark.edges
def test_what_the_model_sees(solution, observe, rng):
    """The model is called once a step, with live hypotheses only."""
    model = Recurrent(rng, vocabulary=4, sharpness=1.0)
    solution.beam_search(model, 4, 5, EOS)
    observe([tuple(tokens.shape) for tokens in model.shown], "the shapes of what it saw")
    observe([int((tokens == EOS).sum()) for tokens in model.shown], "how many eos it saw")


@pytest.mark.edges
def test_scores_are_sums(solution, observe, rng):
    """A score is the sum of the log-probabilities of its own tokens, in that order."""
    model = Recurrent(rng)
    for tokens, score in solution.beam_search(model, 3, 4, EOS):
        total = 0.0
        for t in range(len(tokens)):
            total += float(model(torch.tensor([tokens[:t]], dtype=torch.int64))[0, tokens[t]])
        observe(score - total, "the score minus what its tokens sum up to", atol=1e-6)
        observe(math.exp(score), "its probability")


@pytest.mark.sizes(beam_size=(2, 4, 8, 16))
def bench_beam(solution, rng, beam_size=4):
    """A beam of 4 over a vocabulary of 2000, for 8 steps."""
    frequencies = 1 + torch.rand(2000, generator=rng, dtype=torch.float64)

    def model(tokens):
        places = torch.arange(1, tokens.shape[1] + 1, dtype=torch.float64)
        phase = tokens.double() @ places.sqrt() + 1
        return torch.log_softmax(3 * torch.sin(phase.unsqueeze(1) * frequencies), dim=-1)

    return lambda: solution.beam_search(model, beam_size, 8, 2000)
