"""Names the forbidden operator in comments, strings, a variable and a docstring.

problem: norms/rms_norm
row: 67
"""

import torch

NOTE = "torch.rms_norm(x, x.shape[-1:], weight, eps)"  # not F.rms_norm, not nn.RMSNorm


def rms_norm(x, weight, eps=1e-6):
    """Do what torch.nn.RMSNorm and torch.nn.functional.rms_norm do: pass, try, eval, exec."""
    rms_norm_of_x = x.double().square().mean(-1, keepdim=True).add(eps).sqrt()
    # return torch.rms_norm(x, ...)
    return (x / rms_norm_of_x * weight).to(x.dtype)
