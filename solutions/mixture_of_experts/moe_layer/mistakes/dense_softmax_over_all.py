"""You mask a softmax over all experts and run every expert on every token. The weights of what is left
sum to less than one, the work is that of N experts, and a weight of 0 does not silence an expert
that gives NaN. Choose first, take the softmax over the k chosen logits, and run these alone.

fails: test_an_expert_nobody_chooses
"""

import torch


def moe_layer(x, router, w_in, w_out, k=2):
    probs = torch.softmax(x @ router.T, dim=-1)
    best, chosen = torch.topk(probs, k, dim=-1)
    gates = torch.zeros_like(probs).scatter(-1, chosen, best)
    hidden = torch.relu(torch.einsum("...c,nhc->...nh", x, w_in))
    outputs = torch.einsum("...nh,nch->...nc", hidden, w_out)
    return torch.einsum("...n,...nc->...c", gates, outputs)
