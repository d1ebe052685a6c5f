"""You take the mean over the first dimension, across the rows of the batch. A norm of this family looks at one position alone: the mean runs over the last dimension, the features.

fails: test_values
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().mean(0, keepdim=True) + eps) * weight).to(x.dtype)
