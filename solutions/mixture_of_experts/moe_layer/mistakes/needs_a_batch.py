"""You take x to have a batch dimension and fail for a single token, or for a sequence without a batch. Leading dimensions are any number: flatten them, and give them back.

fails: test_shape[(2, 3, 5)]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x
    assert x.ndim == 2
    logits, chosen = (tokens @ router.T).topk(k)
    weights = logits.softmax(-1)
    out = torch.zeros_like(tokens)
    for e in range(len(router)):
        row, slot = (chosen == e).nonzero(as_tuple=True)
        y = torch.relu(tokens[row] @ w_in[e].T) @ w_out[e].T
        out = out.index_add(0, row, y * weights[row, slot, None])
    return out.reshape(x.shape)
