"""You divide by the temperature whatever it is. At 0 that makes infinities, their difference is NaN, and the whole row is lost. Temperature 0 means greedy: all probability on the largest logit, in a branch of its own.

fails: test_temperature_zero
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
    ranked, tokens = torch.sort(logits / temperature, dim=-1, descending=True, stable=True)
    probs = torch.softmax(ranked[..., :top_k], -1)
    if top_p is not None:
        before = probs.cumsum(-1) - probs
        probs = probs * (before < top_p)
        probs = probs / probs.sum(-1, keepdim=True)
    return torch.zeros_like(logits).scatter(-1, tokens[..., :top_k], probs)


def draw(probs, uniforms):
    ends = probs.cumsum(-1)
    ends = ends / ends[..., -1:]
    return (ends <= uniforms.unsqueeze(-1)).sum(-1)
