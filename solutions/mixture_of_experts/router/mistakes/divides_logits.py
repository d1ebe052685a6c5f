"""You divide the chosen logits by their sum. Logits may be negative, and so would the weights; a softmax makes positive numbers of them first.

fails: test_values[(5, 6)-2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide / wide.sum(-1, keepdim=True)
    return weights.to(logits.dtype), experts
