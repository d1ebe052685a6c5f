"""You put the output of each expert in the rows of its tokens, without its weight. The last expert of
a token wins whole, and the router gets no gradient. Multiply by the weight, and ADD.

fails: test_values[(9, 5)-2]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    chosen = torch.topk(tokens @ router.T, k, dim=-1).indices
    out = torch.zeros_like(tokens)
    for expert in range(router.shape[0]):
        mine = (chosen == expert).any(dim=-1)
        out[mine] = torch.relu(tokens[mine] @ w_in[expert].T) @ w_out[expert].T
    return out.reshape(x.shape)
