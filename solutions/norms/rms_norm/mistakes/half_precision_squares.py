"""You square in the dtype of x. In float16 everything above 255 squares to infinity and the row becomes zero. Cast half-precision inputs to float32 first and cast the result back.

fails: test_half_is_computed_in_float32
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * weight
