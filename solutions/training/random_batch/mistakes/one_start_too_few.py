"""Your starts end one too early. Behind a window there must be room for ONE more token, its last target, and you leave room for two: the last window never comes up, unless it is the only one. The starts are 0 to N - T - 1, and `randint` leaves its upper end out.

fails: test_all_starts[12-4]
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(max(len(data) - block_size - 1, 1), (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
