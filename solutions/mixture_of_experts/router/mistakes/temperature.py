"""You scale the logits by 1/sqrt(N), as attention does. Nothing here is a sum of N products; the softmax takes the logits as they are.

fails: test_values[(5, 6)-2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = (wide / logits.shape[-1] ** 0.5).softmax(-1)
    return weights.to(logits.dtype), experts
