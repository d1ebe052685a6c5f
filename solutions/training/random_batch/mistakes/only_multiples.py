"""You draw among windows that begin at multiples of T. Most windows of the text never come up, and a token always stands at the same place of its context. Every start counts.

fails: test_all_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    starts = starts // block_size * block_size
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
