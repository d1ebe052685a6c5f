"""Your starts begin at 1, so the first window never comes up. Positions count from 0.

fails: test_all_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(
        min(1, len(data) - block_size - 1),
        len(data) - block_size,
        (batch_size,),
        generator=generator,
    )
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
