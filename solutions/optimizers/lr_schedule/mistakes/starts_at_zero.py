"""Your warm-up is step / W, so the very first step has the rate 0: a forward and a backward pass that teach nothing. Count from step + 1, against W + 1.

fails: test_warm_up
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError("the warm-up must lie inside the training")
    if step < warmup_steps:
        return max_lr * step / warmup_steps
    if step >= total_steps:
        return min_lr
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))
