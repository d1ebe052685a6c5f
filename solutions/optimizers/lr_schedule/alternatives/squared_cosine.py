"""The squared cosine of half the angle, with a clamped progress in place of the last case."""

from math import cos, pi


def lr_at(
    step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0
) -> float:
    """Blend both rates by cos^2(pi / 2 * progress), which is (1 + cos(pi * progress)) / 2."""
    decay_steps = total_steps - warmup_steps
    if warmup_steps < 0 or decay_steps < 0:
        raise ValueError("the warm-up must lie inside the training")
    warm = (step + 1) / (warmup_steps + 1)
    if warm <= 1 and step < total_steps:
        return warm * max_lr
    progress = min(1.0, (step - warmup_steps) / decay_steps) if decay_steps else 1.0
    left = cos(0.5 * pi * progress) ** 2 if progress < 1 else 0.0
    return left * max_lr + (1 - left) * min_lr
