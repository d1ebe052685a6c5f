"""You subtract the maximum in place, in the logits of the caller. They may be needed for the load-balancing loss. Make a new tensor.

fails: test_leaves_logits_alone
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    logits.data.sub_(logits.data.amax(-1, keepdim=True))
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(-1)
    return weights.to(logits.dtype), experts
