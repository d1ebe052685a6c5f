"""After a rejection you draw from p. Acceptance has supplied min(p, q) of it already, so tokens that both models like come out too often. Draw from max(p - q, 0).

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
            rest = p[i]
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
