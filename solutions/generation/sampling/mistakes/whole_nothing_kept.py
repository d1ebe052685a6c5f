"""You drop every token whose cumulative sum, its own share included, is above top_p, check nothing, and divide by the temperature whatever it is. Where the likeliest token alone passes top_p nothing is left and the row is NaN, as it is at temperature 0. Keep the token that reaches top_p, and give temperature 0 a branch of its own.

fails: test_top_p[0.5]
"""

import torch


def next_token_probs(logits, temperature=1.0, top_k=None, top_p=None):
    logits = (logits if logits.dtype == torch.float64 else logits.float()) / temperature
    if top_k is not None:
        kth = logits.topk(min(top_k, logits.shape[-1])).values[..., -1:]
        logits = logits.masked_fill(logits < kth, float("-inf"))
    if top_p is not None:
        ranked, tokens = logits.sort(descending=True)
        removed = torch.softmax(ranked, -1).cumsum(-1) > top_p
        logits = torch.full_like(logits, float("-inf")).scatter(
            -1, tokens, ranked.masked_fill(removed, float("-inf"))
        )
    return torch.softmax(logits, -1)


def draw(probs, uniforms):
    return (probs.cumsum(-1) < uniforms.unsqueeze(-1)).sum(-1)
