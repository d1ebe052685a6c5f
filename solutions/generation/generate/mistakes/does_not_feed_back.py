"""You collect what is drawn and append it at the end, and the model sees the same prompt at every step. Each new token must be part of the context of the next one.

fails: test_within_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    prompt = idx
    for _ in range(max_new_tokens):
        logits, _ = model(prompt[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
