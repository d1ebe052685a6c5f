"""You pad on the right and below only, and exchange height and width of the pairs. The result is shifted against the image. Padding stands on all four sides, and pairs are (height, width).

fails: test_padding[1]
"""

import torch
import torch.nn.functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, stride=1, padding=0, groups=1):
    sw, sh = pair(stride)
    pw, ph = pair(padding)
    O, c, kh, kw = weight.shape
    if x.shape[1] != c * groups or O % groups:
        raise ValueError("does not fit")
    x = F.pad(x, (0, 2 * pw, 0, 2 * ph))
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("does not fit")
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw).unflatten(1, (groups, c))
    kernels = weight.unflatten(0, (groups, O // groups))
    out = torch.einsum("bgchwuv,gocuv->bgohw", windows, kernels).flatten(1, 2)
    return out
