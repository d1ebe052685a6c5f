"""You set the logits of the tokens that are cut to 0. After the exponential that is a weight of one, so cut tokens may even gain. A token is removed by a logit of minus infinity.

fails: test_top_k[3]
"""

import torch


def check(temperature, top_k, top_p):
    if temperature < 0:
        raise ValueError("temperature must not be negative")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k must be 1 or more")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError("top_p must be in (0, 1]")


def next_token_probs(logits, temperature=1.0, top_k=None, top_p=None):
    check(temperature, top_k, top_p)
    logits = logits if logits.dtype == torch.float64 else logits.float()
    if temperature == 0:
        temperature, top_k = 1.0, 1
    logits = logits / temperature
    order = logits.argsort(dim=-1, descending=True, stable=True)
    rank = order.argsort(-1)
    if top_k is not None:
        logits = logits.masked_fill(rank >= top_k, 0.0)
    if top_p is not None:
        probs = torch.softmax(logits, -1).gather(-1, order)
        removed = probs.cumsum(-1) - probs >= top_p
        logits = logits.masked_fill(removed.gather(-1, rank), 0.0)
    return torch.softmax(logits, -1)


def draw(probs, uniforms):
    ends = probs.cumsum(-1)
    ends = ends / ends[..., -1:]
    return (ends <= uniforms.unsqueeze(-1)).sum(-1)
