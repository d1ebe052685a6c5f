"""You concatenate along dimension 0, so the new tokens become rows of the batch, or the shapes do not fit at all. Time is dimension 1.

fails: test_shape
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs).expand(-1, idx.shape[1])], dim=0)
    return idx
