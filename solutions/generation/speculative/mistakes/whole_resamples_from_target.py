"""After a rejection you draw from the target's own distribution, and you forget the token after a draft that was accepted whole. Tokens that the draft likes then come out too often: acceptance has supplied min(p, q) of them already. Draw from max(p - q, 0), normalised.

fails: test_residual
"""

import torch


def draw(weights, uniform):
    ends = weights.cumsum(0)
    return (ends / ends[-1] <= uniform).sum()


def speculative_step(tokens, q, p, uniforms):
    kept = []
    for i, x in enumerate(tokens):
        if uniforms[i] < p[i, x] / q[i, x]:
            kept.append(x)
        else:
            kept.append(draw(p[i], uniforms[-1]))
            break
    if not kept:
        kept.append(draw(p[0], uniforms[-1]))
    return torch.stack(kept)
