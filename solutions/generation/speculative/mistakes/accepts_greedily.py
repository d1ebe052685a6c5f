"""You accept where the target gives at least the draft's probability, and never otherwise. The uniforms have no say, and tokens below are lost to the residual: the distribution is no longer the target's.

fails: test_accepts_by_the_ratio
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    K = len(tokens)
    kept = []
    rest = p[K]
    for i in range(K):
        x = tokens[i]
        if p[i, x] >= q[i, x]:
            kept.append(x)
        else:
            rest = (p[i] - q[i]).clamp(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
