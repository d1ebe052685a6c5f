"""You draw below N - T - 1. randint leaves its upper end out already, so the last window is never drawn and the last token never predicted. A text of N tokens has N - T windows: draw below that.

fails: test_all_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size - 1, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
