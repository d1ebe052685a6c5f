"""Cut random windows out of a text, with the next token as the target of each.

Shapes: data (N,); starts (B, 1); positions, x and y (B, T). The limits: windows overlap and repeat;
an epoch without repetition is another design.
"""

import torch
from torch import Tensor


def get_random_batch(
    data: Tensor, block_size: int, batch_size: int, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Cut random windows, and their targets, out of a text (nanoGPT's `get_batch`).

    Args:
        data: (N,), tokens of any integer dtype
        block_size: the length T of a window
        batch_size: the number B of windows
        generator: a CPU generator; None is the global one

    Returns:
        x and y, both (B, T) int64 on the device of data; y is the token after x

    Raises:
        ValueError: the text is too short for a window and its targets
    """
    # 1. x and y together span T + 1 tokens, so there are N - T windows: 0 to N - T - 1.
    windows = len(data) - block_size
    if windows < 1:
        raise ValueError(f"{len(data)} tokens hold no window of {block_size} and its targets")

    # 2. Drawn on the CPU, whatever holds the text, so that a seed means the same everywhere.
    #    randint leaves its upper end out.
    starts = torch.randint(windows, (batch_size, 1), generator=generator)

    # 3. A column of starts plus a row of steps: the positions of all windows at once.
    positions = starts + torch.arange(block_size)

    # 4. The lookup copies, and takes positions from the CPU whatever device the text is
    #    on. Only what was fetched is widened, never the text.
    return data[positions].long(), data[positions + 1].long()
