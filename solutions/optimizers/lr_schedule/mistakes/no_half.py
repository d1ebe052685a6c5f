"""You forget to halve 1 + cos, which runs from 2 to 0: the decay starts at nearly twice the peak. Halve it.

fails: test_peak
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError("the warm-up must lie inside the training")
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    if step >= total_steps:
        return min_lr
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * (1 + math.cos(math.pi * progress))
