"""You overwrite the height and then use it for the width. The second side is multiplied by a ratio that is no longer the image's, and comes out too large. Compute both from the original sides.

fails: test_too_large
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
        h = max(factor, math.isqrt(max_pixels * height // (width * factor * factor)) * factor)
        w = max(factor, math.isqrt(max_pixels * width // (h * factor * factor)) * factor)
    return int(h), int(w)


def dynamic_tokens(height, width, patch_size=14, merge=2, max_pixels=1003520):
    h, w = resized(height, width, patch_size * merge, max_pixels)
    return (h // patch_size) * (w // patch_size) // (merge * merge)
