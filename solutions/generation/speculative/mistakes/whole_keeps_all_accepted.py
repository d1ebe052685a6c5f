"""You judge each token on its own and keep every accepted one, also behind a rejection, and draw by the raw cumulative sum of p - q. What follows a rejected token was drafted after a text that is no longer there. Stop at the first rejection; clamp and normalise the residual.

fails: test_drops_what_follows
"""

import torch


def speculative_step(tokens, q, p, uniforms):
    K = len(tokens)
    rows = torch.arange(K, device=tokens.device)
    ok = uniforms[:K] < p[rows, tokens] / q[rows, tokens]
    rest = p[K] if ok.all() else p[:K][~ok][0] - q[~ok][0]
    drawn = (rest.cumsum(0) <= uniforms[K]).sum().clamp(max=p.shape[1] - 1)
    return torch.cat([tokens[ok], drawn[None]])
