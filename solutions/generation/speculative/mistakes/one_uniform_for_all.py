"""You judge all tokens by the first uniform. Then they are accepted or rejected together; each needs a number of its own.

fails: test_values
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    K = len(tokens)
    kept = []
    rest = p[K]
    for i in range(K):
        x = tokens[i]
        if uniforms[0] < p[i, x] / q[i, x]:
            kept.append(x)
        else:
            rest = (p[i] - q[i]).clamp(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
