"""You follow the likeliest token at each step and return that one text, as if beam_size were 1. What looked best at first may have nothing good behind it: keep the beam_size best beginnings.

fails: test_without_an_end
"""

import torch


def beam_search(model, beam_size, max_new_tokens, eos, alpha=0.0):
    tokens, total = [], 0.0
    for _ in range(max_new_tokens):
        log_probs = model(torch.tensor([tokens], dtype=torch.int64).view(1, -1))[0]
        token = int(log_probs.argmax())
        tokens.append(token)
        total += float(log_probs[token])
        if token == eos:
            break
    return [(tokens, total / len(tokens) ** alpha)] * beam_size
