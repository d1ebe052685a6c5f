"""SiLU as a / (1 + exp(-a)), its slope by way of the output, into one tensor made beforehand."""

import torch
from torch import Tensor


def swiglu(x: Tensor) -> Tensor:
    """Divide by 1 + exp(-a), kept finite for the sake of autograd; x (..., 2C)."""
    a, b = halves(x)
    return (b * a / (1 + torch.exp(-a.clamp(min=-80)))).to(x.dtype)


def swiglu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """Use silu' = silu + s * (1 - silu); grad_out (..., C), x (..., 2C)."""
    a, b = halves(x)
    s = 1 / (1 + torch.exp(-a))
    silu = a * s
    out = torch.empty_like(x)
    out[..., : a.shape[-1]] = grad_out * b * (silu + s * (1 - silu))
    out[..., a.shape[-1] :] = grad_out * silu
    return out


def halves(x: Tensor) -> tuple[Tensor, Tensor]:
    """Split x (..., 2C) by `chunk`, in float32 at least."""
    if x.size(-1) % 2 == 1:
        raise ValueError("an odd number of features")
    return x.to(torch.promote_types(x.dtype, torch.float32)).tensor_split(2, dim=-1)
