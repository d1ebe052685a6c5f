"""You keep the context as a slice of the prompt and roll it in place. A slice is a view: your window writes over the caller's tensor. Make a new context with `cat`, or copy the slice first.

fails: test_leaves_idx_alone
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    if sample is None:
        sample = lambda probs: torch.multinomial(probs, 1)
    text = [idx.clone()]
    context = idx[:, -block_size:]
    for _ in range(max_new_tokens):
        logits, _ = model(context)
        token = sample(torch.softmax(logits[:, -1], dim=-1))
        text.append(token)
        if context.shape[1] < block_size:
            context = torch.cat([context, token], dim=1)
        else:
            context[:, :-1] = context[:, 1:].clone()
            context[:, -1:] = token
    return torch.cat(text, dim=1)
