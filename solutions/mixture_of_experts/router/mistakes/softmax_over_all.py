"""You take the softmax over all experts and keep the k largest probabilities as they are. They sum to less than one: part of every token is thrown away, the more the less sure the router is. Softmax over the chosen logits, or divide by their sum.

fails: test_values[(5, 6)-1]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    full = logits.float() if half else logits
    weights = full.softmax(-1).gather(-1, experts)
    return weights.to(logits.dtype), experts
