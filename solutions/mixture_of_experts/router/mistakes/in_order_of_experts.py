"""You sort the chosen experts by number but leave the weights in order of size, so they belong to others. Keep both in one order, the largest weight first.

fails: test_values[(5, 6)-2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    experts = experts.sort(-1).values
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(-1)
    return weights.to(logits.dtype), experts
