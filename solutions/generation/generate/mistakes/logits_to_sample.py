"""You hand logits to sample. It expects probabilities: a real sampler refuses negative numbers, or draws from something else without a word. Take the softmax first.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs.softmax(-1), 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = logits[:, -1]
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
