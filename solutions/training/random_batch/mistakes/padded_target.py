"""You shift x and fill up the last target with 0. The text has a token there: take y from the text, one place later.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = torch.cat([x[:, 1:], torch.zeros_like(x[:, :1])], 1)
    return x, y
