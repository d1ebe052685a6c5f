"""You return float32 weights for half-precision logits. The layer multiplies its half-precision output by them and becomes float32 from there on.

fails: test_dtype[torch.float16]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(-1)
    return weights, experts
