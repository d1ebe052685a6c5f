"""Hidden tests of attention/rolling_kv_cache."""

import pytest
import torch

# The shape of q, k and v of a whole text, the pieces in which it is fed, and the window.
TEXTS = [
    ((1, 1, 6, 3), (3, 1, 1, 1), 2),
    ((2, 3, 7, 4), (1,) * 7, 3),
    ((2, 2, 12, 2), (4, 3, 5), 2),
    ((2, 2, 12, 4), (2, 7, 1, 2), 4),
    ((3, 1, 9, 5), (8, 1), 1),
]


def feed(cache, q, k, v, pieces):
    """Give the text to the cache piece by piece and return the results."""
    parts = zip(*(tensor.split(pieces, dim=2) for tensor in (q, k, v)), strict=True)
    return [cache.attend(*part) for part in parts]


def tensors(value):
    """Yield the tensors in a value, also those inside lists, tuples, dicts and objects."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from tensors(inner)
    elif isinstance(value, (list, tuple)) or type(value).__name__ == "deque":
        for inner in value:
            yield from tensors(inner)
    elif hasattr(value, "__dict__"):
        yield from tensors(vars(value))


def held(cache):
    """Return the bytes behind the tensors of a cache, each memory counted once."""
    storages = [tensor.untyped_storage() for tensor in tensors(vars(cache))]
    return sum({storage.data_ptr(): storage.nbytes() for storage in storages}.values())


@pytest.fixture
def text(randn):
    """`text(*shape)`: random queries, keys and values of a whole text."""
    return lambda *shape, **kw: [randn(*shape, **kw) for _ in range(3)]


@pytest.mark.shape
@pytest.mark.parametrize("shape, pieces, window", TEXTS, ids=str)
def test_shape(solution, observe, text, shape, pieces, window):
    """Every call returns one row for each new token."""
    results = feed(solution.RollingKVCache(window), *text(*shape), pieces)
    observe([tuple(result.shape) for result in results], "the shapes")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, text, dtype):
    """Every call returns the dtype of q."""
    results = feed(solution.RollingKVCache(2), *text(2, 2, 6, 4, dtype=dtype), (4, 1, 1))
    observe([str(result.dtype) for result in results], "the dtypes")


@pytest.mark.parametrize("window", [1, 2, 5])
def test_prefill(solution, observe, text, window):
    """A whole text in one call is sliding-window attention."""
    observe(solution.RollingKVCache(window).attend(*text(2, 2, 8, 4)))


@pytest.mark.parametrize("shape, pieces, window", TEXTS, ids=str)
def test_pieces(solution, observe, text, shape, pieces, window):
    """Each new token sees itself and the `window` tokens before it, those of earlier calls too."""
    results = feed(solution.RollingKVCache(window), *text(*shape), pieces)
    for index, result in enumerate(results):
        observe(result, f"call {index + 1} of {len(pieces)}, with {pieces[index]} new tokens")


def test_long_text(solution, observe, text):
    """After many tokens a step still gives what the window holds."""
    results = feed(solution.RollingKVCache(3), *text(1, 2, 60, 4), (1,) * 60)
    observe(torch.cat(results, dim=2))


def test_float64(solution, observe, text):
    """In float64 the results are exact to float64's precision."""
    results = feed(solution.RollingKVCache(3), *text(2, 2, 9, 4, dtype=torch.float64), (5, 1, 3))
    observe(torch.cat(results, dim=2))


@pytest.mark.edges
@pytest.mark.parametrize("pieces", [(5,), (1,) * 5, (2, 3)], ids=str)
def test_window_of_zero(solution, observe, text, pieces):
    """With window=0 a token sees itself alone, so its value comes back."""
    results = feed(solution.RollingKVCache(0), *text(2, 2, 5, 4), pieces)
    observe(torch.cat(results, dim=2))


@pytest.mark.edges
@pytest.mark.parametrize("window", [6, 7, 100])
def test_window_as_long_as_the_text(solution, observe, text, window):
    """A window that reaches past the text is plain causal attention."""
    results = feed(solution.RollingKVCache(window), *text(2, 2, 7, 4), (3, 1, 2, 1))
    observe(torch.cat(results, dim=2))


@pytest.mark.edges
@pytest.mark.parametrize("window", [-1, -5])
def test_negative_window(solution, observe, window):
    """A negative window raises ValueError."""
    observe.raises(ValueError, solution.RollingKVCache, window)


@pytest.mark.edges
def test_two_caches(solution, observe, text):
    """Two caches that are fed in turn know nothing of each other."""
    first, second = solution.RollingKVCache(2), solution.RollingKVCache(3)
    one, other = text(2, 2, 6, 3), text(2, 2, 6, 3)
    for start in (0, 2, 4):
        for name, cache, texts in (("first", first, one), ("second", second, other)):
            result = cache.attend(*(tensor[:, :, start : start + 2] for tensor in texts))
            observe(result, f"the {name} cache, tokens {start} and {start + 1}")


@pytest.mark.edges
def test_keeps_copies(solution, observe, text):
    """What the caller writes into its keys and values after a call changes nothing."""
    cache = solution.RollingKVCache(4)
    q, k, v = text(2, 2, 3, 4)
    cache.attend(q, k, v)
    k.zero_()
    v.zero_()
    observe(cache.attend(*text(2, 2, 2, 4)))


@pytest.mark.edges
def test_large_scores(solution, observe, randint, randn):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations.
    q = randint(-3, 4, 2, 2, 9, 16).double() * 1000
    k = randint(-3, 4, 2, 2, 9, 16).double()
    v = randn(2, 2, 9, 16, dtype=torch.float64)
    observe(torch.cat(feed(solution.RollingKVCache(3), q, k, v, (5, 1, 3)), dim=2))


@pytest.mark.edges
def test_all_scores_very_low(solution, observe, randint, randn):
    """Hidden tokens stay hidden when every visible score is far below zero."""
    q = randint(1, 4, 2, 2, 9, 16).double() * 1000
    k = -randint(1, 4, 2, 2, 9, 16).double()
    v = randn(2, 2, 9, 16, dtype=torch.float64)
    observe(torch.cat(feed(solution.RollingKVCache(2), q, k, v, (5, 4)), dim=2))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, N, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 7, 3, 4).transpose(1, 2) for _ in range(3))
    observe(torch.cat(feed(solution.RollingKVCache(2), q, k, v, (4, 1, 2)), dim=2))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, text):
    """No argument is changed."""
    inputs = text(2, 2, 7, 3)
    feed(solution.RollingKVCache(2), *inputs, (4, 1, 2))
    for name, tensor in zip("qkv", inputs, strict=True):
        observe(tensor, f"{name} after the calls")


@pytest.mark.cost
@pytest.mark.parametrize("window", [8, 0])
@pytest.mark.parametrize("pieces", [(200,), (100, 60, 40), (1,) * 40], ids=len)
def test_memory_held(solution, observe, text, pieces, window):
    """After any number of tokens the cache holds no more than window + 1 of them."""
    cache = solution.RollingKVCache(window)
    results = feed(cache, *text(1, 2, sum(pieces), 16), pieces)
    observe(results[-1][:, :, -1:], "the last result")
    token = 2 * 2 * 16 * results[-1].element_size()
    observe.at_most(held(cache), "the bytes behind the cache's tensors", times=1, slack=2 * token)


@pytest.mark.cost
def test_step_does_not_grow(solution, observe, text, growth):
    """The work of one step is the same after 200 tokens as after 800."""

    def step(tokens):
        cache = solution.RollingKVCache(16)
        cache.attend(*text(1, 2, tokens, 8))
        new = text(1, 2, 1, 8)
        return lambda: cache.attend(*new)

    grown = growth(step, (200, 400, 800))
    observe.grows(grown.flops, "how the operations grow", at_most=0.2)


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_decode(solution, text, length=128):
    """A prompt of 128 tokens, then 8 more one by one; a window of 32, 4 heads of 32."""
    pieces = (length, *[1] * 8)
    inputs = text(1, 4, length + 8, 32)
    return lambda: torch.cat(feed(solution.RollingKVCache(32), *inputs, pieces), dim=2)
