"""You look at the first choice of each token only and forget the other k - 1. The token gets a part of
its weighted sum, and the weights that you use no longer sum to one. Go through all k places.

fails: test_values[(9, 5)-2]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen[:, :1] == e).nonzero(as_tuple=True)
        y = torch.relu(tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    return out.reshape(x.shape)
