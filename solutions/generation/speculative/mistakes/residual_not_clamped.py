"""You do not clamp the difference. Its negative parts pull the cumulative sums down, and their end is zero.

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
            rest = p[i] - q[i]
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
