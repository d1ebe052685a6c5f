"""You leave out the case of step T and beyond, and the check of W and T. After T the cosine rises again, and without a decay you divide by zero. Return min_lr from step T on, before the division.

fails: test_after_the_end
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))
