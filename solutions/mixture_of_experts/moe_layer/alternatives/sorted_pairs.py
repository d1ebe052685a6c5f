"""The pairs of token and expert in order of the experts, cut into one run for each."""

import torch
from torch import Tensor


def moe_layer(x: Tensor, router: Tensor, w_in: Tensor, w_out: Tensor, k: int = 2) -> Tensor:
    """Return the layer's output, (..., C)."""
    width, experts = x.shape[-1], router.shape[0]
    tokens = x.reshape(-1, width)
    best, which = torch.topk(tokens @ router.mT, k, dim=-1)
    share = torch.softmax(best, dim=-1).flatten()
    order = which.flatten().argsort(stable=True)
    owner = order // k
    counts = torch.bincount(which.flatten(), minlength=experts).tolist()
    parts = [
        torch.relu(rows @ up.mT) @ down.mT
        for rows, up, down in zip(tokens[owner].split(counts), w_in, w_out, strict=True)
    ]
    weighed = torch.cat(parts) * share[order].unsqueeze(-1)
    return torch.zeros_like(tokens).index_add(0, owner, weighed).reshape(x.shape)
