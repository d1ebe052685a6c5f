"""You take the first token whose cumulative sum is at least the uniform. A uniform of 0 then draws a first token of probability 0. The sum must be greater.

fails: test_draw_on_the_boundary
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
    drawn = (ends < uniforms[K]).sum()
    return torch.stack(kept + [drawn])
