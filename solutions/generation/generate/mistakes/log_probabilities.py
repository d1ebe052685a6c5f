"""You hand log-probabilities to sample, which expects probabilities. They are negative and sum to anything. Take the softmax, without the logarithm.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs.exp(), 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.log_softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
