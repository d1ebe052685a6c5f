"""You hand the model the whole text at every step, and let autograd record it. All is well until the text is longer than block_size: then there is no position embedding left and the model raises. Show it `idx[:, -block_size:]`, under `torch.no_grad()`.

fails: test_beyond_the_block
"""

import torch
import torch.nn.functional as F


def generate(model, idx, max_new_tokens, block_size, sample=None):
    for _ in range(max_new_tokens):
        logits, loss = model(idx)
        logits = logits[:, -1, :]
        probs = F.softmax(logits, dim=-1)
        idx_next = sample(probs) if sample else torch.multinomial(probs, num_samples=1)
        idx = torch.cat((idx, idx_next), dim=1)
    return idx
