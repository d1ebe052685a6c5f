"""Your y is x. The model then learns to repeat the token that it sees, its loss goes to zero, and it has learned nothing. y is one token later.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions].long()
    return x, y
