"""You draw the first start, and the other rows follow it in the text. Neighbouring windows are alike, and so are their gradients: the batch is worth less than its size. Draw each start on its own.

fails: test_independent_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (1,), generator=generator)
    positions = (
        ((starts + torch.arange(batch_size)) % (len(data) - block_size))[:, None]
        + torch.arange(block_size)
    ).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
