"""You join the pieces to one batch and run that. The numbers are right, and the memory is what accumulation is there to avoid. Run piece by piece.

fails: test_one_piece_at_a_time
"""

import torch


def accumulate(model, loss_fn, micro_batches):
    x = torch.cat([x for x, _ in micro_batches])
    y = torch.cat([y for _, y in micro_batches])
    loss = loss_fn(model(x), y)
    loss.backward()
    return loss.item()
