"""Compiles a text that calls the operator with TorchScript.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch

unit = torch.jit.CompilationUnit("""
def norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return torch.rms_norm(x, [x.size(-1)], weight, eps)
""")


def rms_norm(x, weight, eps=1e-6):
    return unit.norm(x, weight, eps)
