"""PyTorch's own cross entropy in the problem's entry point."""

import torch
import torch.nn.functional as F
from torch import Tensor


def cross_entropy(logits: Tensor, targets: Tensor, ignore_index: int = -100) -> Tensor:
    """Call `torch.nn.functional.cross_entropy`; logits (..., C), targets (...).

    It is asked for the sum, for its mean over no places is NaN and ours is 0.
    """
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    rows = wide.reshape(-1, logits.shape[-1])
    total = F.cross_entropy(rows, targets.reshape(-1), ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).to(logits.dtype)
