"""You round a uniform number to the nearest start. The first and the last come up half as often as the others: half as many numbers are nearest to them. Take the whole part, or `randint`.

fails: test_uniform
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = (
        (torch.rand(batch_size, generator=generator) * (len(data) - block_size - 1)).round().long()
    )
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
