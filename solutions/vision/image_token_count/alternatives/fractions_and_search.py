"""Exact fractions, and a search for the largest multiple that still fits under the root."""

import math
from fractions import Fraction


def fixed_tokens(kind: str, image_size: int, patch_size: int, n_queries: int = 32) -> int:
    """Match the kind."""
    if image_size % patch_size != 0:
        raise ValueError("patch_size must divide image_size")
    patches = (image_size // patch_size) ** 2
    match kind:
        case "cls":
            return 1
        case "patches":
            return patches
        case "patches_and_cls":
            return 1 + patches
        case "queries":
            return n_queries
    raise ValueError(f"unknown kind {kind!r}")


def resized(height: int, width: int, factor: int, max_pixels: int) -> tuple[int, int]:
    """Round with fractions, or search."""
    h, w = (
        max(factor, math.floor(Fraction(s, factor) + Fraction(1, 2)) * factor)
        for s in (height, width)
    )
    if h * w <= max_pixels:
        return h, w
    return (
        _largest(Fraction(max_pixels * height, width), factor),
        _largest(Fraction(max_pixels * width, height), factor),
    )


def _largest(square: Fraction, factor: int) -> int:
    """Return the largest multiple of factor, at least one, whose square is at most this."""
    low, high = 0, 1
    while (high * factor) ** 2 <= square:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if (middle * factor) ** 2 <= square else (low, middle)
    return max(low, 1) * factor


def dynamic_tokens(
    height: int, width: int, patch_size: int = 14, merge: int = 2, max_pixels: int = 1003520
) -> int:
    """Count patches, and divide by those of a square."""
    h, w = resized(height, width, patch_size * merge, max_pixels)
    return (h // patch_size) * (w // patch_size) // merge**2
