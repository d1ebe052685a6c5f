"""You make y by rolling x. Its last target is then the first token of the window, which does not follow the last. Take it from the text: y goes one token beyond x.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = x.roll(-1, dims=1)
    return x, y
