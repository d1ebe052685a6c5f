"""PyTorch's own binary cross entropy in the problem's entry points, its gradient by autograd."""

import torch
import torch.nn.functional as F
from torch import Tensor


def bce_loss(probs: Tensor, targets: Tensor) -> Tensor:
    """Call `torch.nn.functional.binary_cross_entropy`."""
    return F.binary_cross_entropy(probs, targets)


def bce_with_logits_loss(
    logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Call `torch.nn.functional.binary_cross_entropy_with_logits`."""
    return F.binary_cross_entropy_with_logits(logits, targets, pos_weight=pos_weight)


def bce_with_logits_backward(
    grad_out: Tensor, logits: Tensor, targets: Tensor, pos_weight: Tensor | None = None
) -> Tensor:
    """Differentiate it, in a way that can be differentiated again."""
    again = logits.requires_grad
    z = logits if again else logits.detach().requires_grad_()
    loss = bce_with_logits_loss(z, targets, pos_weight)
    return torch.autograd.grad(loss, z, grad_out, create_graph=again)[0]
