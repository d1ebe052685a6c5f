"""The floor and the ceiling, whichever is nearer; on a tie the one that is twice a whole number."""

import torch
from torch import Tensor


def round_to(x: Tensor, decimals: int = 0) -> Tensor:
    """Compare the distances to both neighbours; any shape."""
    factor = 10**decimals if decimals >= 0 else 1
    divisor = 10**-decimals if decimals < 0 else 1
    scaled = x * factor / divisor
    low, high = torch.floor(scaled), torch.ceil(scaled)
    down, up = scaled - low, high - scaled
    even = torch.where((low / 2).floor() * 2 == low, low, high)
    nearest = torch.where(down < up, low, torch.where(up < down, high, even))
    return nearest * divisor / factor
