"""You compare the result of `argsort` with k as if it were each token's rank. It is the inverse: entry r names the token at rank r. Apply `argsort` to it once more to get the rank of every token.

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
    rank = order
    if top_k is not None:
        logits = logits.masked_fill(rank >= top_k, float("-inf"))
    if top_p is not None:
        probs = torch.softmax(logits, -1).gather(-1, order)
        removed = probs.cumsum(-1) - probs >= top_p
        logits = logits.masked_fill(removed.gather(-1, rank), float("-inf"))
    return torch.softmax(logits, -1)


def draw(probs, uniforms):
    ends = probs.cumsum(-1)
    ends = ends / ends[..., -1:]
    return (ends <= uniforms.unsqueeze(-1)).sum(-1)
