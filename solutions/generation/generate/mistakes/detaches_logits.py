"""You detach the logits. By then the model has recorded its graph and kept all activations of the call, and dropping them is too late. Under `torch.no_grad()` they are never kept.

fails: test_no_graph
"""

import torch


def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        logits = logits.detach()
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
