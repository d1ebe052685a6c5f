"""Your y is the token BEFORE x. The model would learn to predict what it has just seen. The next token is at the position plus one.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions - 1].long()
    return x, y
