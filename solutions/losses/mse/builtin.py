"""PyTorch's own mean squared error in the problem's entry points."""

import torch
import torch.nn.functional as F
from torch import Tensor


def mse_loss(pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Call `torch.nn.functional.mse_loss` on equal shapes, in float32 at least."""
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    wide = torch.promote_types(pred.dtype, torch.float32)
    return F.mse_loss(pred.to(wide), target.to(wide), reduction=reduction).to(pred.dtype)


def mse_backward(grad_out: Tensor, pred: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Differentiate `mse_loss` by autograd."""
    leaf = pred.detach().clone().requires_grad_()
    with torch.enable_grad():
        loss = mse_loss(leaf, target, reduction)
    return torch.autograd.grad(loss, leaf, grad_out)[0]
