"""You compute the residual in place, with `sub_` and `clamp_`, and so overwrite a row of the target's distributions. Whoever looks at p afterwards, for a log-probability say, finds the residual there. Make a new tensor.

fails: test_leaves_arguments_alone
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
            rest = p[i].sub_(q[i]).clamp_(min=0)
            break
    ends = rest.cumsum(0)
    ends = ends / ends[-1]
    drawn = (ends <= uniforms[K]).sum()
    return torch.stack(kept + [drawn])
