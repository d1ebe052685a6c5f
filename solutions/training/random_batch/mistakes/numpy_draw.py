"""You draw with Python's or NumPy's random numbers. Neither `torch.manual_seed` nor the generator has any say there, so a run cannot be repeated. Draw with torch.

fails: test_global_seed_decides
"""

import random

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.tensor(
        [random.SystemRandom().randrange(len(data) - block_size) for _ in range(batch_size)],
        dtype=torch.int64,
    )
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
