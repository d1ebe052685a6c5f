"""You refuse a text of T + 1 tokens. It holds just one window, T inputs and the last target; it becomes too short below that.

fails: test_the_only_window
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) <= block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
