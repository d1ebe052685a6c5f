"""A 2-D convolution as a sum over windows: pad, unfold, multiply.

Shapes: x (B, C, H, W), weight (O, C / G, kh, kw), the result (B, O, H', W'); G groups of
c = C / G inputs and o = O / G outputs each. The limits: no dilation; the product copies the
windows, so a pixel is in memory kh * kw times.
"""

import torch
from torch import Tensor
from torch.nn.functional import pad


def conv2d(
    x: Tensor,
    weight: Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    groups: int = 1,
) -> Tensor:
    """Slide a kernel over images.

    Args:
        x: (B, C, H, W)
        weight: (O, C / groups, kh, kw)
        stride: an int or (height, width)
        padding: zeros on each side, an int or (height, width)
        groups: outputs of a group see inputs of that group only

    Returns:
        (B, O, H', W') with H' = floor((H + 2 p_h - kh) / s_h) + 1, W' likewise

    Raises:
        ValueError: channels and groups, or image and kernel, do not fit
    """
    stride_h, stride_w = _pair(stride)
    pad_h, pad_w = _pair(padding)
    outputs, channels, kernel_h, kernel_w = weight.shape
    if outputs % groups or channels * groups != x.shape[1]:
        raise ValueError(f"{x.shape[1]} channels, {groups} groups, weight {tuple(weight.shape)}")

    # 1. Zeros on all four sides; pad names the last dimension first.
    padded = pad(x, (pad_w, pad_w, pad_h, pad_h))
    if kernel_h > padded.shape[2] or kernel_w > padded.shape[3]:
        raise ValueError(f"the kernel does not fit into {tuple(padded.shape[2:])}")

    # 2. All windows, as a view: nothing is copied, and what does not fit is left out.
    windows = padded.unfold(2, kernel_h, stride_h).unfold(3, kernel_w, stride_w)

    # 3. A group is a run of neighbouring channels, so the group is the outer part of C and of O.
    windows = windows.unflatten(1, (groups, channels))  # (B, G, c, H', W', kh, kw)
    kernels = weight.unflatten(0, (groups, outputs // groups))  # (G, o, c, kh, kw)

    # 4. Summed over channel and kernel; not flipped; the group stands on both sides.
    return torch.einsum("bgchwuv,gocuv->bgohw", windows, kernels).flatten(1, 2)


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Return (height, width)."""
    return (value, value) if isinstance(value, int) else value
