"""Every chosen expert gets 1/k. The router then never learns: no gradient reaches the logits.

fails: test_values[(5, 6)-2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = torch.full_like(wide, 1 / k)
    return weights.to(logits.dtype), experts
