"""You take the cosine from 0 to pi / 2. It goes from 1 to 0 as well, but is steepest at the end, where the rate should fall slowly. Take half a wave, 0 to pi, and map it by (1 + cos) / 2.

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
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * math.cos(0.5 * math.pi * progress)
