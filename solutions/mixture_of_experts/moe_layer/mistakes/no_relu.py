"""Your experts have no nonlinearity. Two matrices in a row are one matrix, so an expert could not do
more than a linear layer; ReLU stands between them.

fails: test_values[(9, 5)-1]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen == e).nonzero(as_tuple=True)
        y = (tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    return out.reshape(x.shape)
