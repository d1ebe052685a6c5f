"""You hand the model the whole text. It has block_size position embeddings, so it raises as soon as the text is longer. Show it the last block_size tokens only: `idx[:, -block_size:]`.

fails: test_beyond_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx)
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
