"""Your y is the window after x, T tokens later. Every position predicts ITS next token, so y overlaps x in all tokens but one: shift by one.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[(positions + block_size) % len(data)].long()
    return x, y
