"""You collect the result in the memory of x to save a tensor, and the residual connection around the layer adds the output to itself. Make a new tensor.

fails: test_leaves_arguments_alone
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen == e).nonzero(as_tuple=True)
        y = torch.relu(tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    x.data.copy_(out.detach().reshape(x.shape))
    return out.reshape(x.shape)
