"""Without `sample` you draw evenly among all tokens of some probability. The probabilities are the weights of the draw: hand them to `torch.multinomial` as they are.

fails: test_draws_by_itself
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial((probs > 0).float(), 1)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
