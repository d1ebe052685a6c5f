"""You make all windows of the text and choose among them: T times the text in memory, at every call. Only the chosen ones are needed: compute their positions.

fails: test_cost
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    every = torch.arange(len(data) - block_size)[:, None] + torch.arange(block_size)
    positions = every[starts].to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
