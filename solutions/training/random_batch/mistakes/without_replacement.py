"""You draw by `randperm`, so no window comes twice and the batch cannot be larger than the number of windows. It also shuffles the whole text for a few starts. Draw with replacement, by `randint`.

fails: test_the_only_window
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randperm(len(data) - block_size, generator=generator)[:batch_size]
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
