"""Hidden tests of vision/image_token_count."""

import pytest
import torch

KINDS = ["cls", "patches", "patches_and_cls", "queries"]
kinds = pytest.mark.parametrize("kind", KINDS)
AMPLE = 10**9


def sides(rng, count, largest=2000):
    """Return `count` random pairs of sides."""
    return torch.randint(1, largest, (count, 2), generator=rng).tolist()


@pytest.mark.shape
def test_types(solution, observe):
    """Counts are ints, and a size is a tuple of two ints."""
    count = solution.fixed_tokens("patches", 28, 14), solution.dynamic_tokens(300, 200)
    size = solution.resized(300, 200, 28, 20000)
    observe([type(x).__name__ for x in (*count, size, *size)], "the types")


@kinds
@pytest.mark.parametrize("image_size, patch_size", [(336, 14), (224, 16), (14, 14), (6, 1)])
def test_fixed(solution, observe, kind, image_size, patch_size):
    """What is handed on decides: one token, one a patch, one more, or the queries."""
    observe(solution.fixed_tokens(kind, image_size, patch_size), "the number")


@kinds
def test_number_of_queries(solution, observe, kind):
    """n_queries counts where queries are handed on, and nowhere else."""
    observe(solution.fixed_tokens(kind, 28, 14, n_queries=64), "the number")


@pytest.mark.parametrize("factor", [1, 14, 28, 30])
def test_nearest_multiple(solution, observe, rng, factor):
    """Where there is room, each side becomes the nearest multiple of factor."""
    observe([solution.resized(h, w, factor, AMPLE) for h, w in sides(rng, 20)], "the sizes")


@pytest.mark.parametrize("factor", [4, 28])
def test_too_large(solution, observe, rng, factor):
    """Where there are too many pixels, both sides shrink alike and go down to a multiple."""
    observe([solution.resized(h, w, factor, 50000) for h, w in sides(rng, 30)], "the sizes")


def test_upright_and_wide(solution, observe):
    """Height comes first, for an image that is upright and for one that is wide."""
    observe([solution.resized(900, 300, 28, m) for m in (AMPLE, 100000)], "upright")
    observe([solution.resized(300, 900, 28, m) for m in (AMPLE, 100000)], "wide")


@pytest.mark.parametrize("merge", [1, 2, 3])
def test_dynamic(solution, observe, rng, merge):
    """The resized image has one token for every merge x merge patches."""
    pairs = sides(rng, 20)
    observe([solution.dynamic_tokens(h, w, merge=merge) for h, w in pairs], "with patches of 14")
    counts = [solution.dynamic_tokens(h, w, 16, merge, 200000) for h, w in pairs]
    observe(counts, "with patches of 16 and few pixels")


def test_defaults(solution, observe):
    """Without more arguments: patches of 14, merged 2 x 2, at most 1,003,520 pixels."""
    images = [(224, 224), (480, 640), (1080, 1920), (4000, 3000)]
    observe([solution.dynamic_tokens(*image) for image in images], "the numbers")


@pytest.mark.edges
@pytest.mark.parametrize("factor", [2, 4, 28])
def test_halves_go_up(solution, observe, factor):
    """A side in the middle between two multiples goes up, be the lower one even or odd."""
    middle = [factor * n + factor // 2 for n in range(1, 6)]
    observe([solution.resized(side, side, factor, AMPLE) for side in middle], "the sizes")


@pytest.mark.edges
def test_small_sides(solution, observe):
    """A side smaller than half of factor becomes factor."""
    observe([solution.resized(h, w, 28, AMPLE) for h, w in ((1, 1), (13, 40), (100, 3))], "sizes")
    observe(solution.dynamic_tokens(1, 1), "the tokens of one pixel")


@pytest.mark.edges
def test_long_images(solution, observe):
    """Of a very long image no side becomes 0, though it then has too many pixels."""
    observe([solution.resized(h, w, 28, 20000) for h, w in ((10, 9000), (9000, 3))], "the sizes")
    observe(solution.resized(500, 500, 28, 100), "the size where nothing fits")


@pytest.mark.edges
@pytest.mark.parametrize("times", [2, 3, 16, 33])
def test_exact_roots(solution, observe, times):
    """A square image shrinks to exactly max_pixels where that is a multiple squared."""
    limit = (28 * times) ** 2
    large = range(28 * times + 14, 28 * times + 114)
    observe([solution.resized(side, side, 28, limit) for side in large], "the sizes")
    high = [solution.resized(4 * side, side, 28, 4 * limit) for side in large]
    observe(high, "images four times as high as wide")


@pytest.mark.edges
def test_just_enough_room(solution, observe):
    """Sides that have exactly max_pixels after rounding are kept, and shrink for one less."""
    observe([solution.resized(50, 85, 28, 56 * 84 - less) for less in (0, 1)], "rounded up")
    observe([solution.resized(60, 89, 28, 56 * 84 - less) for less in (0, 1)], "rounded down")


@pytest.mark.edges
def test_rounded_up_too_far(solution, observe):
    """An image that has too many pixels only after rounding up is begun again, too."""
    observe([solution.resized(h, w, 28, 3000) for h, w in ((43, 43), (30, 70), (42, 70))], "sizes")


@pytest.mark.edges
@kinds
def test_does_not_divide(solution, observe, kind):
    """A patch size that does not divide the image raises ValueError, whatever is handed on."""
    observe.raises(ValueError, solution.fixed_tokens, kind, 336, 16 + 1)


@pytest.mark.edges
@pytest.mark.parametrize("kind", ["cls_only", "", "Patches", "query"])
def test_unknown_kind(solution, observe, kind):
    """A kind that is none of the four raises ValueError."""
    observe.raises(ValueError, solution.fixed_tokens, kind, 336, 14)


def bench_many(solution, rng):
    """The tokens of 200 images."""
    images = sides(rng, 200)
    return lambda: [solution.dynamic_tokens(h, w) for h, w in images]
