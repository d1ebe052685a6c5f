"""You take any W and T. A warm-up longer than the training, or a negative one, is a slip in the configuration that nobody sees in the rates: raise ValueError.

fails: test_bad_plan[5-4]
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    if step >= total_steps:
        return min_lr
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))
