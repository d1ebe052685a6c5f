"""You take each candidate that ends for a finished text, however bad it is, and fill the beam with the best of the others. Ends compete as well: of ALL candidates together the beam_size best are kept, and those among them that end with eos are finished.

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
        values, indices = totals.sort(descending=True)
        new = []
        for value, index in zip(values.tolist(), indices.tolist()):
            if value == -float("inf"):
                continue
            row, token = index // V, index % V
            hypothesis = (live[row][0] + [token], value)
            if token == eos:
                finished.append(hypothesis)
            elif len(new) < beam_size:
                new.append(hypothesis)
        live = new
        if not live:
            break
    scored = [(t, s / len(t) ** alpha) for t, s in finished + live]
    scored.sort(key=lambda pair: pair[1], reverse=True)
    return scored[:beam_size]
