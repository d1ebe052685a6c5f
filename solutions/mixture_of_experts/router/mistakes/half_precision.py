"""You make the weights in the precision of the logits. exp and the sum lose digits in half precision; compute in float32 and round once.

fails: test_half_is_weighed_in_float32[torch.float16]
"""

import torch


def route(logits, k):
    if k < 1 or k > logits.shape[-1]:
        raise ValueError("bad k")
    chosen, experts = logits.topk(k, dim=-1)
    half = logits.dtype in (torch.float16, torch.bfloat16)
    wide = chosen.float() if half else chosen
    parts = (chosen - chosen[..., :1]).exp()
    weights = parts / parts.sum(-1, keepdim=True)
    return weights.to(logits.dtype), experts
