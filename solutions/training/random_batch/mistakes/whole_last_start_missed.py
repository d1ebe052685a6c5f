"""You draw below N - T - 1, keep the dtype of the text, and ignore the generator. randint leaves its upper end out already, so the last window never comes up, and a text of T + 1 tokens, which holds one, gives an error. Draw below N - T.

fails: test_all_starts
"""

import torch


def get_random_batch(data, block_size, batch_size, generator=None):
    if len(data) <= block_size:
        raise ValueError("the text is too short")
    ix = torch.randint(0, len(data) - block_size - 1, (batch_size, 1))
    ix = (ix + torch.arange(block_size)).to(data.device)
    return data[ix], data[ix + 1]
