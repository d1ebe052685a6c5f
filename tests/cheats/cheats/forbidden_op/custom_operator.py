"""Registers an operator of its own that calls the forbidden one.

problem: norms/rms_norm
row: 61
verdict: forbidden
"""

import torch

library = torch.library.Library("mine", "DEF")
library.define("norm(Tensor x, Tensor weight, float eps) -> Tensor")
library.impl(
    "norm", lambda x, w, e: torch.rms_norm(x, x.shape[-1:], w, e), "CompositeImplicitAutograd"
)


def rms_norm(x, weight, eps=1e-6):
    return torch.ops.mine.norm(x, weight, eps)
