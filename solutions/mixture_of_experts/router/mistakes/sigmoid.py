"""You weigh each chosen expert by its own sigmoid. These do not know of each other and do not sum to one.

fails: test_values[(5, 6)-1]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.sigmoid()
    return weights.to(logits.dtype), experts
