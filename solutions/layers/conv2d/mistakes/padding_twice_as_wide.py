"""You add the padding twice on each side.

fails: test_shape
"""

import torch
import torch.nn.functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, stride=1, padding=0, groups=1):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    B, C, H, W = x.shape
    O, c, kh, kw = weight.shape
    if C % groups or O % groups or c != C // groups:
        raise ValueError("channels and groups do not fit")
    x = F.pad(x, (2 * pw, 2 * pw, 2 * ph, 2 * ph))
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("the kernel is larger than the image")
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    windows = windows.unflatten(1, (groups, c))
    kernels = weight.unflatten(0, (groups, O // groups))
    out = torch.einsum("bgchwuv,gocuv->bgohw", windows, kernels).flatten(1, 2)
    return out
