"""You weigh by probabilities over all experts, and leave ReLU out of the experts. The output is too
small by what the others would have got, and each expert is one linear map. Take the softmax over
the chosen logits, and put ReLU between the two matrices.

fails: test_values[(9, 5)-1]
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    tokens = x.reshape(-1, x.shape[-1])
    probs, chosen = torch.softmax(tokens @ router.T, dim=-1).topk(k, dim=-1)
    out = torch.zeros_like(tokens)
    for slot in range(k):
        for expert in range(router.shape[0]):
            mine = chosen[:, slot] == expert
            y = tokens[mine] @ w_in[expert].T @ w_out[expert].T
            out[mine] += probs[mine, slot, None] * y
    return out.reshape(x.shape)
