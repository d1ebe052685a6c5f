"""Your forward pass is right, and the root mean square is cut off from the graph. Every x_i moves the rms of its row, so the gradient needs the second term that flows through the scale.

fails: test_gradients
"""

import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.detach().square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)
