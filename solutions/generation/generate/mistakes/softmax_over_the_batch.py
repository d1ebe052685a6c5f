"""Your softmax runs over dimension 0, the batch: each text competes with the others for every token. Probabilities belong to one text and run over the vocabulary, the last dimension.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=0)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
