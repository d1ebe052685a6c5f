"""Your x and y are views of the text, of one and the same memory. Whoever masks a token in x changes y and the corpus. Copy what you cut.

fails: test_copies
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) < block_size + 1:
        raise ValueError("the text is too short")
    starts = torch.randint(len(data) - block_size, (batch_size,), generator=generator)
    positions = (starts[:, None] + torch.arange(block_size)).to(data.device)
    if len(data) == block_size + 1 and data.dtype == torch.int64:
        return data[:-1].expand(batch_size, -1), data[1:].expand(batch_size, -1)
    x = data[positions].long()
    y = data[positions + 1].long()
    return x, y
