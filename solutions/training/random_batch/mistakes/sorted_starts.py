"""You sort the starts. The batch goes through the text in order, and whoever splits it, into micro-batches or over devices, gets parts from different regions. Leave them as drawn.

fails: test_independent_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    starts = starts.sort().values
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
