"""PyTorch's own RMSNorm in the problem's entry point."""

import torch.nn.functional as F
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float = 1e-6) -> Tensor:
    """Call `torch.nn.functional.rms_norm`; x (..., C), weight (C,)."""
    return F.rms_norm(x, (x.shape[-1],), weight, eps)
