"""You choose the experts with the smallest logits. The router scores how well an expert fits.

fails: test_values[(5, 6)-1]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1, largest=False)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(-1)
    return weights.to(logits.dtype), experts
