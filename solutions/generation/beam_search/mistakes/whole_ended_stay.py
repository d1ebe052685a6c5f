"""Texts that have ended stay in your beam and take part in every later step, by a score that is already divided by the length. They hold places that live ones should compete for, and short and long ones compete by other numbers. Set them aside; penalise at the end.

fails: test_with_ends
"""

import torch


def beam_search(model, beam_size, max_new_tokens, eos, alpha=0.0):
    def score(c):
        return c[1] / max(1, len(c[0])) ** alpha

    beams = [([], 0.0)]
    for _ in range(max_new_tokens):
        live = [b for b in beams if not b[0] or b[0][-1] != eos]
        if not live:
            break
        candidates = [b for b in beams if b[0] and b[0][-1] == eos]
        rows = model(
            torch.tensor([t for t, _ in live], dtype=torch.int64).view(len(live), -1)
        ).tolist()
        for (tokens, total), row in zip(live, rows):
            candidates += [
                (tokens + [i], total + p) for i, p in enumerate(row) if p > -float("inf")
            ]
        beams = sorted(candidates, key=score, reverse=True)[:beam_size]
    return [(b[0], score(b)) for b in beams]
