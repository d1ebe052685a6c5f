"""PyTorch's own activations and their backward operators in the problem's entry points."""

import torch
import torch.nn.functional as F
from torch import Tensor


def activate(name: str, x: Tensor, slope: float = 0.01) -> Tensor:
    """Call PyTorch's activation of this name."""
    match name:
        case "leaky_relu":
            return F.leaky_relu(x, slope)
        case "relu" | "sigmoid" | "tanh" | "silu":
            return getattr(F, name)(x)
    raise ValueError(name)


def activate_backward(name: str, grad_out: Tensor, x: Tensor, slope: float = 0.01) -> Tensor:
    """Call PyTorch's backward operator of this name."""
    ops = torch.ops.aten
    match name:
        case "relu":
            return ops.threshold_backward(grad_out, torch.relu(x), 0)
        case "leaky_relu":
            return ops.leaky_relu_backward(grad_out, x, slope, False)
        case "sigmoid":
            return ops.sigmoid_backward(grad_out, torch.sigmoid(x))
        case "tanh":
            return ops.tanh_backward(grad_out, torch.tanh(x))
        case "silu":
            return ops.silu_backward(grad_out, x)
    raise ValueError(name)
