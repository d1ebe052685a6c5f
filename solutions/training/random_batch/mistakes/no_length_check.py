"""You do not look at the length of the text, and what happens then depends on how you cut: an error about random numbers, or windows that are too short. Raise ValueError with a message that names both lengths.

fails: test_too_short
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    starts = torch.randint(max(1, len(data) - block_size), (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
