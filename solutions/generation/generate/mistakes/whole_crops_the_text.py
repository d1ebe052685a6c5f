"""You crop the text itself in place of a copy for the model, and record a graph at every step. Whatever slides out of the window is gone from the result. Crop to another name, append to the whole text, and generate under `torch.no_grad()`.

fails: test_beyond_the_block
"""

import torch


def generate(model, idx, max_new_tokens, block_size, sample=None):
    for _ in range(max_new_tokens):
        idx = idx[:, -block_size:]
        logits, _ = model(idx)
        probs = torch.softmax(logits[:, -1, :], dim=-1)
        idx_next = sample(probs) if sample else torch.multinomial(probs, num_samples=1)
        idx = torch.cat((idx, idx_next), dim=1)
    return idx
