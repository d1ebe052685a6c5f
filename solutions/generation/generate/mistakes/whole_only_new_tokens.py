"""You collect the new tokens, in evaluation mode and always the likeliest one, and return them without the prompt. The result here begins with the whole prompt; `sample` decides what is drawn; and the mode is the caller's.

fails: test_shape
"""

import torch


@torch.no_grad()
def generate(model, idx, max_new_tokens, block_size, sample=None):
    model.eval() if hasattr(model, "eval") else None
    new = []
    for _ in range(max_new_tokens):
        logits, _ = model(idx[:, -block_size:])
        token = torch.softmax(logits[:, -1], dim=-1).argmax(-1, keepdim=True)
        new.append(token)
        idx = torch.cat([idx, token], dim=1)
    return torch.cat(new, dim=1) if new else idx[:, :0]
