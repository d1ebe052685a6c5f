"""You give every expert room for an equal share of the tokens and drop what comes on top. When all choose the same expert most of them get nothing. Here no token is dropped.

fails: test_all_choose_the_same
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen == e).nonzero(as_tuple=True)
        room = 2 * -(-len(tokens) * k // len(router))
        row, slot = row[:room], slot[:room]
        y = torch.relu(tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    return out.reshape(x.shape)
