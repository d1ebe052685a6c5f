"""You make a generator with a fixed seed in every call, and so draw the same windows every time: the model sees one batch forever. Use the generator you are given, or the global one.

fails: test_each_call_is_fresh
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    generator = generator or torch.Generator().manual_seed(0)
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
