"""Your softmax runs over the positions and you take the last one afterwards. What you hand to sample does not sum to one over the vocabulary. Take the last position first, then the softmax over its last dimension.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits, dim=1)[:, -1]
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
