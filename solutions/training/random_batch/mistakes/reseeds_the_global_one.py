"""You seed the global generator in the function. All calls then give the same windows, and dropout elsewhere begins anew as well. Seeding is the caller's business.

fails: test_each_call_is_fresh
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    torch.manual_seed(1337)
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
