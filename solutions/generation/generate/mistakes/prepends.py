"""You put the new token in front of the text. Time runs from left to right: the new token comes last.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([sample(probs), idx], dim=1)
    return idx
