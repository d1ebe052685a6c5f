"""You divide the sides by a root in floating point and round down. The quotient may fall just below a whole number, and a whole row of tokens is lost: 447.9999 becomes 15 times 28, not 16. Put everything under one root and take `math.isqrt`, which is exact.

fails: test_exact_roots
"""

import math


def fixed_tokens(kind, image_size, patch_size, n_queries=32):
    if image_size % patch_size != 0:
        raise ValueError("the patch size must divide the image size")
    n = (image_size // patch_size) ** 2
    if kind == "cls":
        return 1
    if kind == "patches":
        return n
    if kind == "patches_and_cls":
        return n + 1
    if kind == "queries":
        return n_queries
    raise ValueError("unknown kind")


def resized(height, width, factor, max_pixels):
    h = max(factor, (height + factor / 2) // factor * factor)
    w = max(factor, (width + factor / 2) // factor * factor)
    if h * w > max_pixels:
        beta = math.sqrt(height * width / max_pixels)
        h = max(factor, math.floor(height / beta / factor) * factor)
        w = max(factor, math.floor(width / beta / factor) * factor)
    return int(h), int(w)


def dynamic_tokens(height, width, patch_size=14, merge=2, max_pixels=1003520):
    h, w = resized(height, width, patch_size * merge, max_pixels)
    return (h // patch_size) * (w // patch_size) // (merge * merge)
