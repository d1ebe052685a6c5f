"""Hidden tests of attention/kv_cache."""

import pytest
import torch

# The shape of q, k and v of a whole text, and the pieces in which it is fed.
TEXTS = [
    ((1, 1, 5, 3), (3, 1, 1)),
    ((2, 3, 6, 4), (4, 1, 1)),
    ((3, 2, 6, 4), (1, 1, 1, 1, 1, 1)),
    ((2, 2, 9, 2), (4, 3, 2)),
    ((2, 2, 8, 8), (2, 1, 4, 1)),
]


def feed(cache, q, k, v, pieces):
    """Give the text to the cache piece by piece and return the results."""
    parts = zip(*(tensor.split(pieces, dim=2) for tensor in (q, k, v)), strict=True)
    return [cache.attend(*part) for part in parts]


@pytest.fixture
def text(randn):
    """`text(*shape)`: random queries, keys and values of a whole text."""
    return lambda *shape, **kw: [randn(*shape, **kw) for _ in range(3)]


@pytest.mark.shape
@pytest.mark.parametrize("shape, pieces", TEXTS, ids=str)
def test_shape(solution, observe, text, shape, pieces):
    """Every call returns one row for each new token."""
    results = feed(solution.KVCache(), *text(*shape), pieces)
    observe([tuple(result.shape) for result in results], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, text, dtype):
    """Every call returns the dtype of q."""
    results = feed(solution.KVCache(), *text(2, 2, 5, 4, dtype=dtype), (3, 1, 1))
    observe([str(result.dtype) for result in results], "the dtypes")


@pytest.mark.parametrize("shape", [(2, 3, 6, 4), (1, 2, 4, 4), (3, 1, 2, 5)], ids=str)
def test_prefill(solution, observe, text, shape):
    """A whole text in one call is causal attention."""
    observe(solution.KVCache().attend(*text(*shape)))


@pytest.mark.parametrize("shape, pieces", TEXTS, ids=str)
def test_pieces(solution, observe, text, shape, pieces):
    """New tokens see all tokens of earlier calls, the new ones before them, and themselves."""
    for index, result in enumerate(feed(solution.KVCache(), *text(*shape), pieces)):
        observe(result, f"call {index + 1} of {len(pieces)}, with {pieces[index]} new tokens")


@pytest.mark.parametrize("shape, pieces", TEXTS, ids=str)
def test_length(solution, observe, text, shape, pieces):
    """The length is the number of tokens so far, 0 before the first."""
    cache = solution.KVCache()
    lengths = [cache.length()]
    for part in zip(*(tensor.split(pieces, dim=2) for tensor in text(*shape)), strict=True):
        cache.attend(*part)
        lengths.append(cache.length())
    observe(lengths, "the length before and after each call")


def test_float64(solution, observe, text):
    """In float64 the results are exact to float64's precision."""
    results = feed(solution.KVCache(), *text(2, 2, 9, 4, dtype=torch.float64), (5, 1, 3))
    observe(torch.cat(results, dim=2))


@pytest.mark.edges
def test_two_caches(solution, observe, text):
    """Two caches that are fed in turn know nothing of each other."""
    first, second = solution.KVCache(), solution.KVCache()
    one, other = text(2, 2, 4, 3), text(2, 2, 4, 3)
    for start in (0, 2):
        for name, cache, texts in (("first", first, one), ("second", second, other)):
            result = cache.attend(*(tensor[:, :, start : start + 2] for tensor in texts))
            observe(result, f"the {name} cache, tokens {start} and {start + 1}")


@pytest.mark.edges
def test_a_new_text(solution, observe, text):
    """A new cache starts empty, whatever was cached before, and takes another batch size."""
    feed(solution.KVCache(), *text(2, 2, 5, 3), (4, 1))
    cache = solution.KVCache()
    observe(cache.length(), "the length of a new cache")
    observe(cache.attend(*text(3, 2, 4, 3)))


@pytest.mark.edges
def test_long_text(solution, observe, text):
    """There is no maximal length: 1,100 tokens work as ten do."""
    results = feed(solution.KVCache(), *text(1, 1, 1100, 2), (1000, 1, 98, 1))
    observe(results[0][:, :, -3:], "the last 3 of 1000")
    observe(results[1], "token 1000")
    observe(results[3], "token 1099")


@pytest.mark.edges
def test_large_scores(solution, observe, randint, randn):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations.
    q = randint(-3, 4, 2, 2, 8, 16).double() * 1000
    k = randint(-3, 4, 2, 2, 8, 16).double()
    v = randn(2, 2, 8, 16, dtype=torch.float64)
    observe(torch.cat(feed(solution.KVCache(), q, k, v, (5, 1, 2)), dim=2))


@pytest.mark.edges
def test_all_scores_very_low(solution, observe, randint, randn):
    """Later tokens stay hidden when every visible score is far below zero."""
    q = randint(1, 4, 2, 2, 7, 16).double() * 1000
    k = -randint(1, 4, 2, 2, 7, 16).double()
    v = randn(2, 2, 7, 16, dtype=torch.float64)
    observe(torch.cat(feed(solution.KVCache(), q, k, v, (4, 3)), dim=2))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, N, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 6, 3, 4).transpose(1, 2) for _ in range(3))
    observe(torch.cat(feed(solution.KVCache(), q, k, v, (3, 1, 2)), dim=2))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, text):
    """No argument is changed."""
    inputs = text(2, 2, 5, 3)
    feed(solution.KVCache(), *inputs, (3, 1, 1))
    for name, tensor in zip("qkv", inputs, strict=True):
        observe(tensor, f"{name} after the calls")


@pytest.mark.cost
def test_step(solution, observe, text, cost):
    """One token after 512 costs one row of attention and at most a copy of the cache."""
    cache = solution.KVCache()
    cache.attend(*text(1, 4, 512, 32))
    spent = cost(cache.attend, *text(1, 4, 1, 32))
    observe(spent.result)
    observe.at_most(spent.flops, "the operations", times=3)
    # Work that torch does not see cannot be counted, so a share of it has to be seen.
    observe.at_least(spent.flops, "the operations that torch saw", times=0.4)


@pytest.mark.cost
def test_step_grows_as_t(solution, observe, text, growth):
    """The work of one step grows as the number of tokens T in the cache, not as T^2."""

    def step(tokens):
        cache = solution.KVCache()
        cache.attend(*text(1, 2, tokens, 16))
        new = text(1, 2, 1, 16)
        return lambda: cache.attend(*new)

    grown = growth(step, (256, 512, 1024))
    observe.grows(grown.flops, "how the operations grow", at_most=1.2)


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_decode(solution, text, length=256):
    """A prompt of 256 tokens, then 8 more one by one; 4 heads of 32."""
    pieces = (length, *[1] * 8)
    inputs = text(1, 4, length + 8, 32)
    return lambda: torch.cat(feed(solution.KVCache(), *inputs, pieces), dim=2)
