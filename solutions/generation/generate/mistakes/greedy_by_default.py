"""Without `sample` you take the likeliest token. That is greedy decoding: every run gives the same text, and often the same phrase over and over. The default here is a draw, with `torch.multinomial`.

fails: test_draws_by_itself
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: probs.argmax(-1, keepdim=True)
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        probs = torch.softmax(logits[:, -1], dim=-1)
        idx = torch.cat([idx, sample(probs)], dim=1)
    return idx
