"""You take exp of the logits as they are, and from about 89 on it overflows to inf; inf over inf is NaN. Subtract the largest first, or use softmax.

fails: test_large_logits
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.exp() / wide.exp().sum(-1, keepdim=True)
    return weights.to(logits.dtype), experts
