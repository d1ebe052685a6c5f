"""You call `model.eval()` before and `model.train()` after. A model that was in evaluation comes back in training mode, and so do its frozen parts. The mode is the caller's: leave it as it is.

fails: test_modes
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    if isinstance(model, torch.nn.Module):
        model.eval()
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    if isinstance(model, torch.nn.Module):
        model.train()
    return idx
