"""You sort, cut and softmax, and return the probabilities in the order of the ranking, with the temperature applied at the very end. Column 0 is then the likeliest token and no longer token 0. Sorting moves tokens, so scatter the results back to the places that `sort` names.

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
    ranked = logits.sort(dim=-1, descending=True).values
    if top_k is not None:
        ranked[..., top_k:] = float("-inf")
    if top_p is not None:
        probs = torch.softmax(ranked, -1)
        ranked = ranked.masked_fill(probs.cumsum(-1) - probs >= top_p, float("-inf"))
    return torch.softmax(ranked / temperature, -1)


def draw(probs, uniforms):
    ends = probs.cumsum(-1)
    ends = ends / ends[..., -1:]
    return (ends <= uniforms.unsqueeze(-1)).sum(-1)
