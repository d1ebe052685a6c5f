"""You judge token i by p[i + 1]. p[i] is the target's distribution FOR place i, given all before it, just as q[i] is the draft's.

fails: test_values
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    K = len(tokens)
    kept = []
    rest = p[K]
    for i in range(K):
        x = tokens[i]
        if uniforms[i] < p[i + 1, x] / q[i, x]:
            kept.append(x)
        else:
            rest = (p[i] - q[i]).clamp(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
