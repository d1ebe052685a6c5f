"""You compare the uniform with cumulative sums of the residual, which end well below one. Large uniforms then fall off the end. Divide by the sum.

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
    ends = ends / ends[-1] if rest is p[K] or len(kept) == K else ends
    drawn = (ends <= uniforms[K]).sum().clamp(max=p.shape[1] - 1)
    return torch.stack(kept + [drawn])
