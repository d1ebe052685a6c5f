"""The number of tokens of an image, before it is encoded.

Sides are in pixels, counts in tokens. The limits: one image; markers around it are not counted.
"""

from collections.abc import Iterable, Iterator
from math import isqrt


def fixed_tokens(kind: str, image_size: int, patch_size: int, n_queries: int = 32) -> int:
    """Return the number of tokens of an image whose size is fixed.

    Raises:
        ValueError: the patches do not fill the image, or the kind is unknown.
    """
    side, rest = divmod(image_size, patch_size)
    if rest:
        raise ValueError(f"{image_size} pixels are no whole patches of {patch_size}")

    # The encoder always sees side * side patches; what differs is what it hands on.
    counts = {
        "cls": 1,
        "patches": side * side,
        "patches_and_cls": side * side + 1,
        "queries": n_queries,
    }
    if kind not in counts:
        raise ValueError(f"{kind!r} is none of {', '.join(counts)}")
    return counts[kind]


def resized(height: int, width: int, factor: int, max_pixels: int) -> tuple[int, int]:
    """Return the sides in multiples of factor, with at most about max_pixels pixels."""
    # 1. The nearest multiples. Half a factor more, and then down, is rounding with halves up.
    rows, columns = _at_least_one((2 * side + factor) // (2 * factor) for side in (height, width))
    if rows * columns * factor**2 > max_pixels:
        # 2. From the original sides: height * sqrt(M / (height * width)), all under one root.
        #    The factor goes under the root as well; isqrt is the floor of a root, exactly.
        ratios = ((height, width), (width, height))
        rows, columns = _at_least_one(isqrt(max_pixels * a // (b * factor**2)) for a, b in ratios)
    return rows * factor, columns * factor


def dynamic_tokens(
    height: int, width: int, patch_size: int = 14, merge: int = 2, max_pixels: int = 1003520
) -> int:
    """Return the number of tokens of an image whose resolution is dynamic (Wang et al. 2024)."""
    # Whole squares of patches are merged, so both sides must be multiples of a square's side.
    factor = patch_size * merge
    height, width = resized(height, width, factor, max_pixels)
    return (height // factor) * (width // factor)


def _at_least_one(counts: Iterable[int]) -> Iterator[int]:
    """Let no side vanish, however thin the image is."""
    return (max(count, 1) for count in counts)
