"""You draw with the uniform that has just rejected. It is known to be large, so the draw is not free: likely tokens at the front of the vocabulary never come. The last uniform draws.

fails: test_residual
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
    drawn = (ends <= uniforms[len(kept)]).sum()
    return torch.stack(kept + [drawn])
