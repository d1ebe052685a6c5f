"""You accept with probability p alone, the way one samples from p, and after a rejection take the likeliest token. A token that the target finds as likely as the draft did must be accepted for sure. Compare the uniform with p / q, and draw from the residual.

fails: test_surely_accepted
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    kept = []
    for i, x in enumerate(tokens):
        if uniforms[i] < p[i, x]:
            kept.append(x)
        else:
            return torch.stack(kept + [(p[i] - q[i]).argmax()])
    return torch.stack(kept + [p[len(tokens)].argmax()])
