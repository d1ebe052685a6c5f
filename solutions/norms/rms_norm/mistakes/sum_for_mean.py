"""You divide by the root of the SUM of squares, which is the Euclidean norm of the row. The root mean square divides that sum by C first; your rows come out smaller by sqrt(C).

fails: test_values
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    return (wide * torch.rsqrt(wide.square().sum(-1, keepdim=True) + eps) * weight).to(x.dtype)
