"""You return the dtype of the text. `cross_entropy` wants int64 targets, and 8-bit tokens as an index are taken for a mask. Convert the windows, not the text.

fails: test_dtype
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions]
    y = data[positions + 1]
    return x, y
