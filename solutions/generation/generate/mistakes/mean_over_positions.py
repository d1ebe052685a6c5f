"""You average the logits over all positions. Each of them predicts the token after its own place, and all but the last are known. Take the last position alone.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits.mean(1), dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
