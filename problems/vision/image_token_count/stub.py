import math


def fixed_tokens(kind: str, image_size: int, patch_size: int, n_queries: int = 32) -> int:
    """Return the number of tokens of an image whose size is fixed."""
    raise NotImplementedError


def resized(height: int, width: int, factor: int, max_pixels: int) -> tuple[int, int]:
    """Return the sides in multiples of factor, with at most about max_pixels pixels."""
    raise NotImplementedError


def dynamic_tokens(
    height: int, width: int, patch_size: int = 14, merge: int = 2, max_pixels: int = 1003520
) -> int:
    """Return the number of tokens of an image whose resolution is dynamic."""
    raise NotImplementedError
