"""You use every expert, also those without tokens, and multiply by weight 0. NaN times 0 is NaN: an expert that nobody chose spoils the result.

fails: test_an_expert_nobody_chooses
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
        if len(tokens) and not len(row):
            out = out + 0 * (torch.relu(tokens[:1] @ w_in[e].T) @ w_out[e].T)
    return out.reshape(x.shape)
