"""You stop when the whole text has max_new_tokens tokens. The number says how many are NEW; a long prompt gets none at all that way. Add it to the length of the prompt.

fails: test_shape
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens - idx.shape[1]):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
