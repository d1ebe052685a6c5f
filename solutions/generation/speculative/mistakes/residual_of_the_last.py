"""Your residual is that of the last place. It belongs to the first rejection, the place where the new token goes.

fails: test_two_rejected
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
            rest = (p[K - 1] - q[K - 1]).clamp(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
