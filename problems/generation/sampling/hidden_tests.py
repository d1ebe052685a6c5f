"""Hidden tests of generation/sampling.

Where a cut depends on a sum, the sums are built to keep away from the threshold, so that no
rounding decides.
"""

import pytest
import torch


@pytest.fixture
def ranks(randint, randn):
    """`ranks(rows, V, temperature)`: logits for probabilities of 1..V / (V (V + 1) / 2), mixed."""

    def make(rows, size, temperature=1.0, dtype=torch.float64):
        order = randn(rows, size).argsort(-1) + 1
        shift = randn(rows, 1, dtype=torch.float64)
        return ((order.double().log() + shift) * temperature).to(dtype)

    return make


@pytest.fixture
def aimed(randn, rand, randint):
    """`aimed(rows, V)`: probabilities, and uniforms well inside a token's share of them."""

    def make(rows, size, dtype=torch.float32):
        probs = torch.softmax(randn(rows, size, dtype=torch.float64), -1)
        ends = probs.cumsum(-1)
        token = randint(0, size, rows, 1)
        place = 0.05 + 0.9 * rand(rows, 1, dtype=torch.float64)
        uniforms = (ends - probs + place * probs).gather(-1, token)
        return probs.to(dtype), uniforms[:, 0].to(dtype)

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(3, 7), (5,), (2, 3, 4)], ids=str)
def test_shape(solution, observe, randn, rand, shape):
    """Probabilities have the shape of the logits; tokens lack its last dimension."""
    probs = solution.next_token_probs(randn(*shape), 0.8, 3, 0.9)
    observe(tuple(probs.shape), "the shape of the probabilities")
    even = torch.ones_like(probs) / shape[-1]
    observe(tuple(solution.draw(even, rand(*shape[:-1])).shape), "the shape of the tokens")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_dtypes(solution, observe, randn, rand, dtype):
    """Probabilities are float64 for float64 logits, else float32; tokens are int64."""
    probs = solution.next_token_probs(randn(2, 6, dtype=dtype), 0.7, 4, 0.9)
    observe(str(probs.dtype), "the dtype of the probabilities")
    even = torch.ones_like(probs) / 6
    observe(str(solution.draw(even, rand(2, dtype=probs.dtype)).dtype), "the dtype of the tokens")


@pytest.mark.parametrize("temperature", [1.0, 0.5, 3.0])
def test_temperature(solution, observe, randn, temperature):
    """The logits are divided by the temperature before the softmax."""
    observe(solution.next_token_probs(randn(4, 9), temperature))


@pytest.mark.parametrize("top_k", [1, 3, 10])
def test_top_k(solution, observe, randn, top_k):
    """Top-k keeps the k largest and renormalises them."""
    observe(solution.next_token_probs(randn(4, 10), top_k=top_k))


@pytest.mark.parametrize("reach", [0.5, 12.5, 30.5, 60.5, 77.5])
def test_top_p(solution, observe, ranks, reach):
    """Top-p keeps the likeliest tokens up to and with the one that reaches top_p."""
    observe(solution.next_token_probs(ranks(4, 12), top_p=reach / 78))


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_top_p_after_temperature(solution, observe, ranks, temperature):
    """Top-p looks at the probabilities that the temperature has made."""
    observe(solution.next_token_probs(ranks(4, 12, temperature), temperature, top_p=40.5 / 78))


@pytest.mark.parametrize("top_p", [0.3, 0.6, 0.75])
def test_top_k_and_top_p(solution, observe, ranks, top_p):
    """Top-p looks at the renormalised probabilities of the tokens that top-k left."""
    observe(solution.next_token_probs(ranks(4, 12), top_k=5, top_p=top_p))


def test_all_together(solution, observe, ranks):
    """Temperature, top-k and top-p work together, in float32 too."""
    logits = ranks(6, 12, 0.7, torch.float32)
    observe(solution.next_token_probs(logits, temperature=0.7, top_k=5, top_p=0.6))


def test_leading_dimensions(solution, observe, randn):
    """Every row is treated on its own, whatever dimensions stand before it."""
    observe(solution.next_token_probs(randn(2, 3, 8), 0.9, 4))
    observe(solution.next_token_probs(randn(8), 0.9, 4), "a single row")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("size", [2, 11, 50])
def test_draw(solution, observe, aimed, dtype, size):
    """A row's token is the one into whose share of the unit interval its uniform falls."""
    observe(solution.draw(*aimed(40, size, dtype)), "the tokens")


def test_draw_leading_dimensions(solution, observe, aimed):
    """Rows may stand in any number of dimensions."""
    probs, uniforms = aimed(6, 5)
    observe(solution.draw(probs.view(2, 3, 5), uniforms.view(2, 3)), "the tokens")
    observe(solution.draw(probs[0], uniforms[0]), "the token of a single row")


@pytest.mark.edges
@pytest.mark.parametrize("cuts", [{}, {"top_k": 3}, {"top_p": 0.9}], ids=str)
def test_temperature_zero(solution, observe, randn, cuts):
    """At temperature 0 the largest logit gets everything, with or without cuts."""
    observe(solution.next_token_probs(randn(5, 9), 0.0, **cuts))


@pytest.mark.edges
@pytest.mark.parametrize(
    "options", [{"temperature": 0.0}, {"top_k": 1}, {"top_k": 2}, {"top_p": 0.3}], ids=str
)
def test_ties(solution, observe, randn, options):
    """Among equal logits those of lower index are kept."""
    logits = torch.zeros_like(randn(2, 40))
    logits[:, 0] = -1
    observe(solution.next_token_probs(logits, **options))


@pytest.mark.edges
@pytest.mark.parametrize("top_p", [0.25, 0.5, 0.75])
def test_top_p_reached_exactly(solution, observe, randn, top_p):
    """A sum that equals top_p has reached it: the next token is cut."""
    observe(solution.next_token_probs(torch.zeros_like(randn(2, 4)), top_p=top_p))


@pytest.mark.edges
def test_no_cut(solution, observe, randn):
    """A top_k above V, a top_p of one, and None cut nothing off."""
    logits = randn(3, 6)
    for top_k, top_p in [(6, 1.0), (100, None), (None, 1.0)]:
        observe(solution.next_token_probs(logits, 1.0, top_k, top_p))


@pytest.mark.edges
def test_one_token(solution, observe, randn, rand):
    """With a vocabulary of one, that token has everything and is drawn."""
    observe(solution.next_token_probs(randn(3, 1), 0.5, 1, 0.5))
    observe(solution.draw(torch.ones_like(randn(3, 1)), rand(3)), "the tokens")


@pytest.mark.edges
def test_no_rows(solution, observe, randn, rand):
    """A batch of no rows gives no rows."""
    observe(solution.next_token_probs(randn(0, 4), 0.5, 2, 0.5))
    observe(solution.draw(randn(0, 4), rand(0)), "the tokens")


@pytest.mark.edges
@pytest.mark.parametrize("scale", [1e4, 1e30])
def test_large_logits(solution, observe, randn, scale):
    """Huge logits give finite probabilities."""
    observe(solution.next_token_probs(randn(4, 9) * scale, 2.0, 5, 0.9))


@pytest.mark.edges
@pytest.mark.parametrize("options", [{}, {"top_k": 5}, {"top_p": 0.99}, {"temperature": 0.0}])
def test_minus_infinity(solution, observe, randn, options):
    """A logit of minus infinity has probability 0, also where a cut would keep it."""
    logits = randn(4, 8)
    logits[:, [0, 2, 3, 5, 7]] = float("-inf")
    observe(solution.next_token_probs(logits, **options))


@pytest.mark.edges
def test_half(solution, observe, randn):
    """Half-precision logits are worked on in float32."""
    logits = randn(4, 50, dtype=torch.bfloat16)
    observe(solution.next_token_probs(logits, 0.7), "with a temperature")
    observe(solution.next_token_probs(logits * 0.01, top_k=64), "with a large top_k")


@pytest.mark.edges
@pytest.mark.parametrize(
    "options",
    [{"temperature": -0.5}, {"top_k": 0}, {"top_k": -1}, {"top_p": 0.0}, {"top_p": 1.5}],
    ids=str,
)
def test_bad_options(solution, observe, randn, options):
    """A negative temperature, a top_k below one, a top_p outside (0, 1] raise ValueError."""
    observe.raises(ValueError, solution.next_token_probs, randn(2, 5), **options)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is worked on along its own last dimension."""
    observe(solution.next_token_probs(randn(9, 4).T, 0.8, 5))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, ranks, aimed):
    """Neither logits nor probabilities nor uniforms are changed."""
    logits = ranks(3, 12, 0.5)
    solution.next_token_probs(logits, 0.5, 4, 0.6)
    observe(logits, "the logits after the call")
    probs, uniforms = aimed(3, 6)
    solution.draw(probs, uniforms)
    observe([probs, uniforms], "probs and uniforms after the call")


@pytest.mark.edges
def test_draw_on_the_boundary(solution, observe, randint, device):
    """A uniform that equals a cumulative sum belongs to the next token of positive probability."""
    parts = torch.tensor([0, 2, 0, 0, 3, 1, 0, 2, 0], dtype=torch.float32, device=device) / 8
    uniforms = torch.arange(8, dtype=torch.float32, device=device) / 8
    observe(solution.draw(parts.expand(8, 9), uniforms), "the tokens")


@pytest.mark.edges
@pytest.mark.parametrize("size", [3, 1000])
def test_draw_at_the_end(solution, observe, randn, size):
    """The largest uniform draws the last token of positive probability."""
    for number in range(10):
        probs = torch.softmax(randn(1, size) * 0.1, -1) * (1 - 1e-6)
        probs = torch.cat([probs, torch.zeros_like(probs[:, :4])], -1)
        uniforms = torch.full_like(probs[:, 0], 1 - 2**-24)
        observe(solution.draw(probs, uniforms), f"the token of row {number}")


@pytest.mark.sizes(vocabulary=(1024, 2048, 4096, 8192))
def bench_vocabulary(solution, randn, rand, vocabulary=4096):
    """Four rows of 4096 logits, with all three controls, and the draw."""
    logits, uniforms = randn(4, vocabulary), rand(4)

    def call():
        probs = solution.next_token_probs(logits, 0.8, 200, 0.9)
        return probs, solution.draw(probs, uniforms)

    return call
