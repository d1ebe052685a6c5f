"""You draw a position for each token, so a window is a heap of unrelated tokens. Draw one start a window; its tokens follow each other.

fails: test_windows
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size, block_size), generator=generator)
    positions = starts.to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
