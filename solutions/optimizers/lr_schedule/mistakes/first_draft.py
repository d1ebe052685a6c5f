"""Your warm-up starts at a rate of 0 and reaches the peak one step late in its own count, the cosine counts from the start of the training, and min_lr plays no part in it. The line is (step + 1) / (W + 1); progress is counted from step W; and the wave runs between max_lr and min_lr.

fails: test_warm_up
"""

import math


def lr_at(step, max_lr, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return max_lr * step / warmup_steps
    if step >= total_steps:
        return min_lr
    progress = step / total_steps
    return max_lr * 0.5 * (1 + math.cos(math.pi * progress))
