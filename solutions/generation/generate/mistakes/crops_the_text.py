"""You assign the cropped text to the name that you return. Whatever slides out of the window is lost, the prompt first. Give the context a name of its own and append to the whole text.

fails: test_beyond_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        idx = idx[:, -block_size:]
        logits, _ = model(idx)
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
