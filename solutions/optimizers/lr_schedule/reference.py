"""A learning-rate schedule: a line up to the peak, half a cosine wave down, then constant.

No tensors: steps are ints and rates are floats. The limits: one wave without restarts, and the end
of the training has to be known from its start.
"""

import math


def lr_at(
    step: int, max_lr: float, warmup_steps: int, total_steps: int, min_lr: float = 0.0
) -> float:
    """Give the learning rate of one step (Loshchilov and Hutter 2016, with a warm-up before it).

    Args:
        step: 0 for the first step
        max_lr: the peak, at step warmup_steps
        warmup_steps: the steps before the peak
        total_steps: where the decay has ended
        min_lr: the rate from there on

    Raises:
        ValueError: not 0 <= warmup_steps <= total_steps.
    """
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError(f"{warmup_steps} steps of warm-up do not fit into {total_steps} steps")

    # + 1 twice: the first step is above zero, and the line meets the peak at step warmup_steps.
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)

    # Before the division, which is by zero when there is no decay.
    if step >= total_steps:
        return min_lr

    # Counted from the end of the warm-up, 0 at the peak and 1 at the end; the cosine turns that
    # into what is left of the way, from 1 to 0.
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    left = (1 + math.cos(math.pi * progress)) / 2
    return min_lr + (max_lr - min_lr) * left
