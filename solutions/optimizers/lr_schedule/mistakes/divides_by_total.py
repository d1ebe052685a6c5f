"""Your progress counts from W and divides by T, so it never gets to 1, and at step T the rate jumps down to min_lr. The decay has T - W steps.

fails: test_halfway
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError("the warm-up must lie inside the training")
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    if step >= total_steps:
        return min_lr
    progress = (step - warmup_steps) / total_steps
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))
