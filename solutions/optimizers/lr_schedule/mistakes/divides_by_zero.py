"""You divide by T - W before you ask whether there is a decay at all. With W = T that is a division by zero. Deal with step >= T first.

fails: test_no_decay[4]
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if not 0 <= warmup_steps <= total_steps:
        raise ValueError("the warm-up must lie inside the training")
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    if step >= total_steps:
        return min_lr
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))
