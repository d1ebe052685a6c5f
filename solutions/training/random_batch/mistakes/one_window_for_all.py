"""You draw one start and use it for every row: a batch of B equal windows. Draw B starts.

fails: test_independent_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (1,), generator=generator)
    positions = (starts.expand(batch_size)[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
