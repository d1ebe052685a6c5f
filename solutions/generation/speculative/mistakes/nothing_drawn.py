"""After a rejection you return what was accepted, and nothing else. Without the draw the rejected probability is lost, and a step may give no token at all.

fails: test_values
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    K = len(tokens)
    kept = []
    rest = p[K]
    for i in range(K):
        x = tokens[i]
        if uniforms[i] < p[i, x] / q[i, x]:
            kept.append(x)
        else:
            rest = (p[i] - q[i]).clamp(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    if len(kept) < K:
        return tokens[: len(kept)].clone()
    return torch.stack(kept + [drawn])
