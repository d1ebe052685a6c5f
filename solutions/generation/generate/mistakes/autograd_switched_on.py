"""At the end you switch autograd on. The caller may have had it off, as in an evaluation, and now records graphs without knowing. Use a with block, which puts back what was there.

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
    torch.set_grad_enabled(True)
    return idx
