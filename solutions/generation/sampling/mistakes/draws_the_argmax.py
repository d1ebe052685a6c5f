"""Your draw ignores the uniforms and always takes the likeliest token. That is greedy decoding, not sampling: each token must come up as often as its probability says.

fails: test_draw
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
    ranked, tokens = torch.sort(logits / temperature, dim=-1, descending=True, stable=True)
    probs = torch.softmax(ranked[..., :top_k], -1)
    if top_p is not None:
        before = probs.cumsum(-1) - probs
        probs = probs * (before < top_p)
        probs = probs / probs.sum(-1, keepdim=True)
    return torch.zeros_like(logits).scatter(-1, tokens[..., :top_k], probs)


def draw(probs, uniforms):
    return probs.argmax(-1)
