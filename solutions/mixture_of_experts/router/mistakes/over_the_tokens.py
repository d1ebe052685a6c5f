"""Your softmax runs over the tokens: an expert shares itself out among those who ask. The weights of one TOKEN sum to one: the last dimension.

fails: test_values[(5, 6)-2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(0)
    return weights.to(logits.dtype), experts
