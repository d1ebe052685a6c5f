"""Nothing switches autograd off. Every step records a graph over the whole model, which nobody will use, and its memory grows with the context. Put the loop under `torch.no_grad()`.

fails: test_no_graph
"""

import torch


def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
