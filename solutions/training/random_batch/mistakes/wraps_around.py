"""You draw starts from the whole text and wrap around at its end. The windows there join the end of the text to its beginning, which nobody wrote. Draw only starts that leave room.

fails: test_all_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data), (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    positions = positions % (len(data) - 1)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
