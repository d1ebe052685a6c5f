"""You take `sample` and never call it, so the caller has no say in how tokens are drawn, be it greedily, with top-p, or repeatably. Call it once a step with the probabilities.

fails: test_feeds_back
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
