"""Your weights come from detached logits. The choice has no gradient, so the weights are the only way in which the router learns.

fails: test_gradients[2]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    weights = wide.detach().softmax(-1)
    return weights.to(logits.dtype), experts
