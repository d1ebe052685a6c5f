"""You return one weight for each of the N experts, with zeros for those that were not chosen. The layer
would have to search for the k that count, or run all of them. Return the k weights, in the order of
the k experts.

fails: test_shape[(5, 8)-2]
"""

import torch


def route(logits, k):
    if not 1 <= k <= logits.shape[-1]:
        raise ValueError("k")
    experts = logits.topk(k, dim=-1).indices
    hidden = torch.full_like(logits, -torch.inf)
    masked = hidden.scatter(-1, experts, logits.gather(-1, experts))
    return masked.softmax(dim=-1), experts
