"""You switch autograd off with `set_grad_enabled(False)` and never on again. Whatever the caller trains next has no gradients. Use `torch.no_grad()` as a decorator or a with block, which undo themselves.

fails: test_grad_mode
"""

import torch


def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    torch.set_grad_enabled(False)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
