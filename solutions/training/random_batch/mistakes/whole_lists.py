"""You return lists of windows, drawn without replacement. A model wants one tensor (B, T), and windows are to be drawn independently: stack them, and draw with randint.

fails: test_shape
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) <= block_size:
        raise ValueError("the text is too short")
    ix = torch.randperm(len(data) - block_size, generator=generator)[:batch_size].tolist()
    x = [data[i : i + block_size].long() for i in ix]
    y = [data[i + 1 : i + block_size + 1].long() for i in ix]
    return x, y
