"""Calls the kernel that the dispatcher holds for a device that is not there.

problem: norms/rms_norm
row: 63
verdict: forbidden
"""

import torch

KEYS = torch._C.DispatchKeySet(torch._C.DispatchKey.XLA)


def rms_norm(x, weight, eps=1e-6):
    return torch.ops.aten._fused_rms_norm.default.redispatch(KEYS, x, x.shape[-1:], weight, eps)[0]
