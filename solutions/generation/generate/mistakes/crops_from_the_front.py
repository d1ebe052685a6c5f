"""You show the model the FIRST block_size tokens. Once the text is longer than that, the model sees the same beginning forever and draws again and again from the same prediction. The slice must count from the end.

fails: test_beyond_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, :block_size])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
