"""You draw starts up to and with N - T. The targets of the last one reach one token beyond the text, which is an index error once in N - T + 1 draws: in training, hours later. Draw below N - T.

fails: test_the_only_window
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size + 1, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
