"""You keep the rejected token and put the drawn one behind it. The drawn one takes its PLACE.

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
            kept.append(x)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
