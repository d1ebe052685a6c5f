"""You convert the whole text to int64 at every call. That copies it all, four times as large as 16-bit tokens are, to fetch a few windows. Convert what you have fetched.

fails: test_cost
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    data = data.long() + 0
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
