"""You take the logits of the first position. They predict the second token of the context, which you have already. The last position predicts the new one.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, 0], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
