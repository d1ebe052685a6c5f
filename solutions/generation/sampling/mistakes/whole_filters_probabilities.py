"""You take the softmax first and then set probabilities to zero, keep everything that ties with the k-th one, and let whatever is left stand. The rows no longer sum to one, so the draw runs off their end. Cut by rank, exactly k tokens, and divide by the sum of what is kept.

fails: test_top_k[3]
"""

import torch


def next_token_probs(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature < 0 or (top_k is not None and top_k < 1):
        raise ValueError("bad option")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError("bad option")
    logits = logits if logits.dtype == torch.float64 else logits.float()
    probs = torch.softmax(logits / max(temperature, 1e-8), -1)
    if top_k is not None:
        kth = probs.topk(min(top_k, probs.shape[-1])).values[..., -1:]
        probs = torch.where(probs >= kth, probs, 0.0)
    if top_p is not None:
        ranked, tokens = probs.sort(descending=True)
        ranked = torch.where(ranked.cumsum(-1) - ranked < top_p, ranked, 0.0)
        probs = torch.zeros_like(probs).scatter(-1, tokens, ranked)
    return probs


def draw(probs, uniforms):
    return (probs.cumsum(-1) <= uniforms.unsqueeze(-1)).sum(-1)
