"""Your search does not know `eos`: texts go on behind their end, all have the same length, and the penalty changes nothing. It also calls the model for one hypothesis after the other. Set a text aside when it ends, and call the model once a step.

fails: test_with_ends
"""

import torch


def beam_search(model, beam_size, max_new_tokens, eos, alpha=0.0):
    beams = [([], 0.0)]
    for _ in range(max_new_tokens):
        candidates = []
        for tokens, total in beams:
            row = model(torch.tensor([tokens], dtype=torch.int64).view(1, -1))[0]
            for token, log_prob in enumerate(row.tolist()):
                candidates.append((tokens + [token], total + log_prob))
        beams = sorted(candidates, key=lambda c: c[1], reverse=True)[:beam_size]
    return [(tokens, total / len(tokens) ** alpha) for tokens, total in beams]
