"""No windows: for each place of the kernel one shifted image, times one matrix, added up."""

import torch
from torch import Tensor


def conv2d(
    x: Tensor,
    weight: Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    groups: int = 1,
) -> Tensor:
    """Loop over the elements of the kernel; x (B, C, H, W)."""
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    b, c, h, w = x.shape
    o, c_group, kh, kw = weight.shape
    if c % groups != 0 or o % groups != 0 or c // groups != c_group:
        raise ValueError("channels do not fit")
    rows, columns = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if rows <= 0 or columns <= 0:
        raise ValueError("the kernel is too large")
    padded = x.new_zeros(b, c, h + 2 * ph, w + 2 * pw)
    padded[:, :, ph : ph + h, pw : pw + w] = x
    image = padded.reshape(b, groups, c_group, h + 2 * ph, w + 2 * pw)
    kernel = weight.reshape(groups, o // groups, c_group, kh, kw)
    total = x.new_zeros(b, groups, o // groups, rows, columns)
    for u in range(kh):
        for v in range(kw):
            part = image[..., u : u + rows * sh : sh, v : v + columns * sw : sw]
            part = part[..., :rows, :columns]
            total = total + torch.einsum("bgchw,goc->bgohw", part, kernel[..., u, v])
    return total.reshape(b, o, rows, columns)
