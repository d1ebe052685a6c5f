"""Roots in sixty decimal digits, with a nudge far smaller than any true difference."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

KINDS = ("cls", "patches", "patches_and_cls", "queries")


def fixed_tokens(kind: str, image_size: int, patch_size: int, n_queries: int = 32) -> int:
    """Count along one side, and square."""
    if kind not in KINDS or image_size % patch_size:
        raise ValueError("an unknown kind, or patches that do not fill the image")
    if kind == "cls":
        return 1
    if kind == "queries":
        return n_queries
    return (image_size // patch_size) ** 2 + (kind == "patches_and_cls")


def resized(height: int, width: int, factor: int, max_pixels: int) -> tuple[int, int]:
    """Round as decimals do."""
    near = [(Decimal(s) / factor).quantize(Decimal(1), ROUND_HALF_UP) for s in (height, width)]
    sides = [max(int(n), 1) * factor for n in near]
    if sides[0] * sides[1] > max_pixels:
        with localcontext() as context:
            context.prec = 60
            scale = (Decimal(max_pixels) / (height * width)).sqrt()
            exact = [s * scale / factor + Decimal("1e-30") for s in (height, width)]
        sides = [max(int(e), 1) * factor for e in exact]
    return sides[0], sides[1]


def dynamic_tokens(
    height: int, width: int, patch_size: int = 14, merge: int = 2, max_pixels: int = 1003520
) -> int:
    """Divide the pixels by those of a token."""
    h, w = resized(height, width, merge * patch_size, max_pixels)
    return h * w // (merge * patch_size) ** 2
