"""You weigh by a softmax over all experts without dividing by what the chosen ones have of it. The weights of a token sum to less than one, and the output is too small.

fails: test_values[(9, 5)-1]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    weights, chosen = (tokens @ router.T).softmax(-1).topk(k)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen == e).nonzero(as_tuple=True)
        y = torch.relu(tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    return out.reshape(x.shape)
