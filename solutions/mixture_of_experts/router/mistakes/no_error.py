"""You use as many experts as there are when k is too large, and none for k = 0. Whoever asked has misconfigured the layer; raise ValueError.

fails: test_bad_k[0]
"""

import torch


def route(logits, k):
    k = max(0, min(k, logits.shape[-1]))
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.softmax(-1)
    return weights.to(logits.dtype), experts
