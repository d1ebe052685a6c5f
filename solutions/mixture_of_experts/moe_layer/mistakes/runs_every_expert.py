"""You run every expert on every token and multiply most of it by zero. The numbers are right and the point is lost: the layer costs N experts a token in place of k. Give each expert the tokens that chose it, and no others.

fails: test_only_the_chosen_run
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    logits = x @ router.T
    chosen = logits.topk(k).indices
    mask = torch.zeros_like(logits, dtype=torch.bool).scatter(-1, chosen, True)
    weights = logits.masked_fill(~mask, -torch.inf).softmax(-1)
    out = torch.zeros_like(x)
    for e in range(len(router)):
        used = mask[..., e, None]
        if used.any():
            y = torch.relu(x @ w_in[e].T) @ w_out[e].T
            out = out + torch.where(used, y * weights[..., e, None], 0.0)
    return out
