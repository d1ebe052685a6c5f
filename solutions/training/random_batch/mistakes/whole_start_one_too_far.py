"""You draw starts up to and with N - T, and let slices end where the text ends. The last start has no target for its last token, so its y is one short and the stack fails, once in a long while. There are N - T windows, so draw below N - T.

fails: test_the_only_window
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    ix = torch.randint(len(data) - block_size + 1, (batch_size,))
    x = torch.stack([data[i : i + block_size] for i in ix])
    y = torch.stack([data[i + 1 : i + block_size + 1] for i in ix])
    return x, y
