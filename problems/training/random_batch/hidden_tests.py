"""Hidden tests of training/random_batch.

Another way of drawing is a right answer, so starts are never compared: in a text whose tokens
name their places, what is left of a batch without its starts is the same for every right answer.

The statistics have a tolerance of six standard deviations or more of the difference between two
right answers: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch


@pytest.fixture
def generator(randint):
    """A seeded CPU generator."""
    return torch.Generator().manual_seed(int(randint(0, 2**31, 1)))


@pytest.fixture
def places(device):
    """`places(N)`: a text in which each token is its own place."""
    return lambda n, dtype=torch.int64: torch.arange(n, device=device).to(dtype)


@pytest.fixture
def text(randint):
    """`text(N)`: random tokens."""
    return lambda n: randint(0, 50_000, n)


@pytest.mark.shape
@pytest.mark.parametrize("block, batch", [(8, 4), (1, 3), (5, 1), (6, 6)])
def test_shape(solution, observe, places, block, batch):
    """The result is a tuple of two tensors (B, T)."""
    pair = solution.get_random_batch(places(1_000_000), block, batch)
    observe(type(pair).__name__, "the kind of pair")
    observe([tuple(half.shape) for half in pair], "the shapes of x and y")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.int16, torch.uint8], ids=str)
def test_dtype(solution, observe, places, dtype):
    """Both are int64, whatever integers the text is stored in."""
    x, y = solution.get_random_batch((places(1_000_000) % 50).to(dtype), 8, 4)
    observe([str(x.dtype), str(y.dtype)], "the dtypes of x and y")


@pytest.mark.parametrize("block, batch, size", [(8, 4, 100), (1, 9, 10), (32, 3, 40), (7, 7, 60)])
def test_windows(solution, observe, places, block, batch, size):
    """Each row of x is a run of the text, and y is the same run one token later."""
    x, y = solution.get_random_batch(places(size), block, batch)
    observe(x - x[:, :1], "x, counted from the start of its window")
    observe(y - x[:, :1], "y, counted from the start of x")


@pytest.mark.parametrize("block", [1, 5, 16])
def test_the_only_window(solution, observe, text, block):
    """A text of block_size + 1 tokens holds one window."""
    observe(solution.get_random_batch(text(block + 1), block, 3))


@pytest.mark.parametrize("dtype", [torch.int32, torch.int16, torch.uint8], ids=str)
def test_small_integers(solution, observe, text, dtype):
    """Tokens keep their values, whatever integers the text is stored in."""
    observe(solution.get_random_batch((text(6) % 200).to(dtype), 5, 2))


@pytest.mark.parametrize("size, block", [(12, 4), (6, 1), (9, 7)])
def test_all_starts(solution, observe, places, size, block):
    """Every start comes up, the first and the last too, and no other."""
    x, y = solution.get_random_batch(places(size), block, 1000)
    observe(x[:, 0].unique(), "the starts")
    observe(y[:, -1].unique(), "the last tokens of the targets")


@pytest.mark.edges
@pytest.mark.parametrize("size, block", [(5, 5), (5, 6), (0, 1), (1, 1)])
def test_too_short(solution, observe, text, size, block):
    """A text of fewer than block_size + 1 tokens raises ValueError."""
    observe.raises(ValueError, solution.get_random_batch, text(size), block, 2)


@pytest.mark.edges
def test_generator_decides(solution, observe, places, generator):
    """A generator in the same state gives the same batch; the global one has no say."""
    state = generator.get_state()
    x, y = solution.get_random_batch(places(10_000), 4, 20, generator)
    generator.set_state(state)
    torch.rand(3)
    again, later = solution.get_random_batch(places(10_000), 4, 20, generator=generator)
    observe([again - x, later - y], "the second batch minus the first")


@pytest.mark.edges
def test_global_seed_decides(solution, observe, places, randint):
    """Without a generator, the same torch.manual_seed gives the same batch."""
    seed = int(randint(0, 2**31, 1))
    torch.manual_seed(seed)
    x, y = solution.get_random_batch(places(10_000), 4, 20)
    torch.manual_seed(seed)
    again, later = solution.get_random_batch(places(10_000), 4, 20)
    observe([again - x, later - y], "the second batch minus the first")


@pytest.mark.edges
def test_generator_leaves_the_global_one(solution, observe, places, generator):
    """With a generator, the global one is not touched."""
    solution.get_random_batch(places(100), 4, 3, generator)
    observe(torch.rand(4), "the global generator's next numbers")


@pytest.mark.edges
@pytest.mark.parametrize("batch", [1, 3])
def test_copies(solution, observe, text, batch):
    """Writing into x changes neither the text nor y, and writing into y not the text."""
    data = text(6)
    x, y = solution.get_random_batch(data, 5, batch)
    x.fill_(-1)
    observe(y.clone(), "y after x was overwritten")
    y.fill_(-2)
    observe([data, x], "the text, and x after y was overwritten")


@pytest.mark.edges
def test_rows_are_apart(solution, observe, text):
    """Writing into one row leaves the others alone."""
    x, y = solution.get_random_batch(text(6), 5, 3)
    x[0] += 1
    y[1] += 1
    observe([x, y], "x and y after one row was changed")


@pytest.mark.edges
def test_not_contiguous(solution, observe, text):
    """A text that is every other token of another works like one of its own."""
    observe(solution.get_random_batch(text(12)[::2], 5, 3))


@pytest.mark.statistics
@pytest.mark.parametrize("size, block", [(8, 3), (24, 4)])
def test_uniform(solution, observe, places, size, block):
    """All starts are equally likely."""
    x, _ = solution.get_random_batch(places(size), block, 40_000)
    # sd of the difference of two shares p over 40 000 draws: sqrt(2 p / 4e4), 0.0032 at p = 1/5
    # and 0.0016 at p = 1/20
    shares = torch.bincount(x[:, 0], minlength=size)[:size].double() / 40_000
    observe(shares, "the share of each start", atol=0.02 if size == 8 else 0.01)


@pytest.mark.statistics
def test_independent_starts(solution, observe, places, generator):
    """Starts are drawn with replacement, each on its own, in no order."""
    x, _ = solution.get_random_batch(places(1004), 4, 2000, generator)
    first, second = x[:-1, 0], x[1:, 0]
    # of 1000 starts drawn 2000 times, 865 come up, sd 9.6; sd of a difference 13.6
    observe(float(len(x[:, 0].unique())), "how many starts came up", atol=90.0)
    # sd of the difference of two shares over 1999 pairs: sqrt(2 / 4 / 1999) = 0.016
    observe(float((first < second).double().mean()), "how often the next is later", atol=0.1)
    distance = (first - second).abs().double().mean()
    # of |a - b|, uniform on 1000: sd 236, of a mean of 1999 (neighbours share) about 6, times 1.4
    observe(float(distance), "the mean distance of neighbours", atol=60.0)


@pytest.mark.statistics
def test_each_call_is_fresh(solution, observe, places, generator):
    """Every call draws anew, from the global generator and from a given one."""
    for source in (None, generator):
        one, _ = solution.get_random_batch(places(1004), 4, 400, source)
        other, _ = solution.get_random_batch(places(1004), 4, 400, source)
        # of 400 pairs, 0.4 are equal on average, and more than 20 with a probability below 1e-9
        observe(float((one[:, 0] == other[:, 0]).sum()), "equal starts in two batches", atol=20.0)


@pytest.mark.cost
def test_cost(solution, observe, places, generator, cost):
    """A batch costs no more from a long text than from a short one."""
    short, long = places(200), places(200_000)
    few = cost(lambda: solution.get_random_batch(short, 8, 4, generator))
    many = cost(lambda: solution.get_random_batch(long, 8, 4, generator))
    windows = [[half - pair[0][:, :1] for half in pair] for pair in (few.result, many.result)]
    observe(windows, "the windows, counted from their starts")
    observe.at_most(many.flops - few.flops, "more operations for the long text", slack=1000)
    observe.at_most(many.peak_bytes, "the peak bytes from the long text", times=4, slack=4096)


@pytest.mark.statistics
@pytest.mark.sizes(batch=(32, 64, 128, 256))
def bench_batch(solution, places, batch=128):
    """128 windows of 256 tokens, from a million tokens in 32 bits."""
    data = places(1_000_000, torch.int32)
    return lambda: solution.get_random_batch(data, 256, batch)
