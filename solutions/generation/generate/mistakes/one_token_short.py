"""You leave room for the new token in the window and show the model block_size - 1 tokens. The new token is not part of the input that predicts it: the model may see block_size tokens.

fails: test_beyond_the_block
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -max(1, block_size - 1) :])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
