"""You set the logits that were not chosen to 0 and take the softmax over all. exp(0) is 1, so they still take their share. What is left out gets -inf, or is left out.

fails: test_values[(5, 6)-1]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    full = torch.zeros_like(logits.float() if half else logits).scatter(-1, experts, wide)
    weights = full.softmax(-1).gather(-1, experts)
    return weights.to(logits.dtype), experts
