"""Your loop goes over the output places and takes one number for stride and padding, ignores groups, and checks nothing. Pairs, groups and the two kinds of error are in the statement; and a Python loop over pixels is slow.

fails: test_shape
"""

import torch
import torch.nn.functional as F


def conv2d(x, weight, stride=1, padding=0, groups=1):
    x = F.pad(x, (padding, padding, padding, padding))
    B, C, H, W = x.shape
    O, _, kh, kw = weight.shape
    out = x.new_zeros(B, O, (H - kh) // stride + 1, (W - kw) // stride + 1)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, None, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = (window * weight).sum((2, 3, 4))
    return out
