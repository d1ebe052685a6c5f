"""You stop as soon as beam_size texts have ended. A live one may still come out better, with a length penalty above all. Go on until none is live.

fails: test_with_ends
"""

import torch


def beam_search(model, beam_size, max_new_tokens, eos, alpha=0.0):
    live = [([], 0.0)]
    finished = []
    for step in range(max_new_tokens):
        tokens = torch.tensor([t for t, _ in live], dtype=torch.int64).view(len(live), step)
        log_probs = model(tokens)
        V = log_probs.shape[1]
        sums = torch.tensor([s for _, s in live], dtype=torch.float64)
        totals = (sums[:, None] + log_probs).flatten()
        values, indices = totals.topk(min(beam_size, totals.numel()))
        new = []
        for value, index in zip(values.tolist(), indices.tolist()):
            if value == -float("inf"):
                continue
            row, token = index // V, index % V
            hypothesis = (live[row][0] + [token], value)
            if token == eos:
                finished.append(hypothesis)
            else:
                new.append(hypothesis)
        live = new
        if not live or len(finished) >= beam_size:
            break
    scored = [(t, s / len(t) ** alpha) for t, s in finished + live]
    scored.sort(key=lambda pair: pair[1], reverse=True)
    return scored[:beam_size]
