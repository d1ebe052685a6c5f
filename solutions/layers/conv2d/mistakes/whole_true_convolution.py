"""You flip the kernel, as the mathematical convolution does, pad after the check of sizes, and let groups take every g-th channel. In deep learning the kernel is laid on as it is, and a group is a run of neighbouring channels.

fails: test_values
"""

import torch
import torch.nn.functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else value


def conv2d(x, weight, stride=1, padding=0, groups=1):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    O, c, kh, kw = weight.shape
    if x.shape[1] != c * groups or O % groups or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("does not fit")
    x = F.pad(x, (pw, pw, ph, ph))
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw).unflatten(1, (c, groups))
    kernels = weight.flip(-1, -2).unflatten(0, (O // groups, groups))
    out = torch.einsum("bcghwuv,ogcuv->boghw", windows, kernels).flatten(1, 2)
    return out
