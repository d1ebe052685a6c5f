"""Hidden tests of generation/speculative.

Random cases are in float64, where a uniform lies too close to a threshold with a probability below
1e-10; those in float32 are built of fractions that are exact. The statistic has a tolerance of six
standard deviations of the difference between two right answers: a false alarm has a probability
below 1e-8.
"""

import pytest
import torch

V = 6


@pytest.fixture
def draft(randn, rand, device):
    """`draft(K, likeness)`: tokens, q, p and uniforms; with likeness 1 the two models agree."""

    def make(k, likeness=0.5, vocabulary=V):
        wide = {"dtype": torch.float64}
        logits = randn(k + 1, vocabulary, **wide)
        other = likeness * logits[:k] + (1 - likeness) * randn(k, vocabulary, **wide) * 2
        q, p = torch.softmax(other, -1), torch.softmax(logits, -1)
        tokens = (q.cumsum(-1) < rand(k, 1, **wide)).sum(-1).clamp(max=vocabulary - 1)
        return tokens, q, p, rand(k + 1, **wide)

    return make


@pytest.fixture
def table(device):
    """`table(rows)`: a float32 tensor of eighths."""
    return lambda rows: torch.tensor(rows, dtype=torch.float32, device=device) / 8


@pytest.fixture
def ids(device):
    """`ids(*tokens)`: an int64 tensor."""
    return lambda *tokens: torch.tensor(tokens, dtype=torch.int64, device=device)


@pytest.mark.shape
@pytest.mark.parametrize("k", [0, 1, 3])
def test_shape(solution, observe, draft, k):
    """The result is a tensor of one dimension."""
    observe(solution.speculative_step(*draft(k)).dim(), "its number of dimensions")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_dtype(solution, observe, draft, dtype):
    """Tokens are int64, whatever the dtype of the probabilities."""
    tokens, *rest = draft(2)
    found = solution.speculative_step(tokens, *(tensor.to(dtype) for tensor in rest))
    observe(str(found.dtype), "the dtype")


@pytest.mark.parametrize("likeness", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("k", [1, 2, 5])
def test_values(solution, observe, draft, k, likeness):
    """Tokens are accepted up to the first rejection, and one is drawn."""
    for number in range(12):
        observe(solution.speculative_step(*draft(k, likeness)), f"the result of draft {number}")


def test_accepts_by_the_ratio(solution, observe, table, ids):
    """A token is accepted while the uniform is below the ratio of the probabilities."""
    q, p = table([[2, 4, 2]]), table([[5, 2, 1], [0, 0, 8]])
    for eighth in range(8):
        found = solution.speculative_step(ids(1), q, p, table([eighth, 3]))
        observe(found, f"the result for a uniform of {eighth}/8")


def test_surely_accepted(solution, observe, table, ids):
    """A token to which the target gives more than the draft did is always accepted."""
    q, p = table([[2, 4, 2]]), table([[3, 4, 1], [0, 8, 0]])
    for token in (0, 1):
        found = solution.speculative_step(ids(token), q, p, table([7.99, 4]))
        observe(found, f"the result for token {token}")


def test_residual(solution, observe, table, ids):
    """After a rejection the token comes from what the target has more than the draft."""
    q, p = table([[4, 2, 1, 1, 0]]), table([[0, 1, 3, 2, 2], [8, 0, 0, 0, 0]])
    for eighth in range(8):
        found = solution.speculative_step(ids(0), q, p, table([4, eighth + 0.5]))
        observe(found, f"the token drawn by {eighth}.5 eighths")


def test_bonus(solution, observe, table, ids):
    """When all are accepted, the token comes from the target's last distribution."""
    q, p = table([[2, 2, 4], [4, 2, 2]]), table([[2, 2, 4], [4, 2, 2], [1, 4, 3]])
    for eighth in range(8):
        found = solution.speculative_step(ids(2, 0), q, p, table([7, 7, eighth + 0.5]))
        observe(found, f"the result for {eighth}.5 eighths")


def test_drops_what_follows(solution, observe, table, ids):
    """Tokens after a rejected one are dropped, though they would be accepted themselves."""
    q = table([[2, 2, 4]] * 3)
    for place in range(3):
        p = table([[2, 2, 4] if i != place else [6, 2, 0] for i in range(4)])
        found = solution.speculative_step(ids(2, 2, 2), q, p, table([1, 1, 1, 5]))
        observe(found, f"the result with a rejection at place {place}")


@pytest.mark.edges
def test_no_draft(solution, observe, draft):
    """Without a draft, one token is drawn from the target."""
    for number in range(5):
        observe(solution.speculative_step(*draft(0)), f"the result of draft {number}")


@pytest.mark.edges
def test_two_rejected(solution, observe, table, ids):
    """The residual is that of the first rejection, not of a later one."""
    q = table([[2, 2, 4], [2, 2, 4]])
    p = table([[2, 6, 0], [6, 2, 0], [8, 0, 0]])
    observe(solution.speculative_step(ids(2, 2), q, p, table([1, 1, 4])))


@pytest.mark.edges
def test_impossible_for_the_target(solution, observe, table, ids):
    """A token of probability 0 is not accepted, not even by a uniform of 0."""
    q, p = table([[4, 4, 0]]), table([[0, 4, 4], [8, 0, 0]])
    observe(solution.speculative_step(ids(0), q, p, table([0, 4])))


@pytest.mark.edges
def test_draw_on_the_boundary(solution, observe, table, ids):
    """A uniform that equals a cumulative sum draws the next token of positive probability."""
    p = table([[0, 2, 0, 0, 3, 1, 0, 2, 0]])
    for eighth in range(8):
        found = solution.speculative_step(ids(), p[:0], p, table([eighth]))
        observe(found, f"the token drawn by {eighth} eighths")


@pytest.mark.edges
def test_draw_at_the_end(solution, observe, table, ids, randn):
    """The largest uniform draws the last token of positive probability."""
    for number in range(10):
        probs = torch.softmax(randn(1, 50) * 0.1, -1) * (1 - 1e-6)
        p = torch.cat([probs, torch.zeros_like(probs[:, :3])], -1)
        uniforms = torch.full_like(p[0, :1], 1 - 2**-24)
        observe(solution.speculative_step(ids(), p[:0], p, uniforms), f"the token of row {number}")


@pytest.mark.edges
def test_one_token(solution, observe, table, ids):
    """With a vocabulary of one, everything is accepted."""
    ones = table([[8]] * 4)
    observe(solution.speculative_step(ids(0, 0, 0), ones[:3], ones, table([0, 4, 7, 7])))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, draft):
    """No argument is changed, and the result is a tensor of its own."""
    given = draft(4, 0.0)
    result = solution.speculative_step(*given)
    result += 1
    observe(list(given), "the arguments after the call")


@pytest.mark.edges
def test_not_contiguous(solution, observe, draft):
    """Views with other strides work like tensors of their own."""
    tokens, q, p, uniforms = draft(3)
    observe(solution.speculative_step(tokens, q.T.contiguous().T, p.T.contiguous().T, uniforms))


@pytest.mark.statistics
def test_distribution(solution, observe, randn, rand):
    """The first token has the target's distribution, whatever the draft's is."""
    wide = {"dtype": torch.float64}
    q, p = (torch.softmax(randn(2, 4, **wide), -1) for _ in range(2))
    drafts = (q[:1].cumsum(-1) < rand(2500, 1, **wide)).sum(-1).clamp(max=3)
    uniforms = rand(2500, 2, **wide)
    first = [
        solution.speculative_step(token[None], q[:1], p, u)[0]
        for token, u in zip(drafts, uniforms, strict=True)
    ]
    shares = torch.bincount(torch.stack(first), minlength=4).double() / 2500
    # sd of the difference of two shares over 2500 draws: at most sqrt(2 / 4 / 2500) = 0.0141
    observe(shares, "the shares of the four tokens", atol=0.085)


@pytest.mark.sizes(vocabulary=(4000, 8000, 16000, 32000))
def bench_step(solution, draft, vocabulary=16000):
    """Four drafted tokens over a vocabulary of 16000."""
    arguments = draft(4, 0.5, vocabulary)
    return lambda: solution.speculative_step(*arguments)
