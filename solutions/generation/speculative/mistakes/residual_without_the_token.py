"""After a rejection you only strike out the refused token, and draw from the rest of p. Missing from p is more than that: max(p - q, 0) at every token.

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
            rest = p[i].index_fill(0, x, 0.0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
