"""Writes every block's scores into one buffer of its own that it uses again, where no gradient is
wanted.

problem: attention/flash
row: 66
"""

import torch


def right(q, k, v, block_size, causal=False):
    if block_size < 1:
        raise ValueError("block_size must be 1 or more")
    q = q * q.shape[-1] ** -0.5
    length = q.shape[-2]
    out = []
    for start in range(0, length, block_size):
        rows = q[..., start : start + block_size, :]
        top = torch.full_like(rows[..., :1], float("-inf"))
        total, gathered = torch.zeros_like(top), torch.zeros_like(rows)
        for first in range(0, min(length, start + block_size) if causal else length, block_size):
            keys, values = (t[..., first : first + block_size, :] for t in (k, v))
            scores = rows @ keys.mT
            if causal and first == start:
                future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
                scores = scores.masked_fill(future, float("-inf"))
            known = torch.maximum(top, scores.detach().amax(-1, keepdim=True))
            weights, shrink = (scores - known).exp(), (top - known).exp()
            total = total * shrink + weights.sum(-1, keepdim=True)
            gathered, top = gathered * shrink + weights @ values, known
        out.append(gathered / total)
    return torch.cat(out, -2)


def flash_attention(q, k, v, block_size, causal=False):
    if q.requires_grad or block_size < 1:
        return right(q, k, v, block_size, causal)
    q = q * q.shape[-1] ** -0.5
    length, block = q.shape[-2], min(block_size, q.shape[-2])
    room = q.new_empty(*q.shape[:-1], block)
    top = torch.full_like(q[..., :1], float("-inf"))
    total, gathered = torch.zeros_like(top), torch.zeros_like(q)
    place = torch.arange(length)
    for first in range(0, length, block):
        keys, values = (t[..., first : first + block, :] for t in (k, v))
        scores = room[..., : keys.shape[-2]]
        scores.copy_(q @ keys.mT)
        if causal:
            scores.masked_fill_(place[:, None] < place[first : first + block], float("-inf"))
        known = torch.maximum(top, scores.amax(-1, keepdim=True))
        scores.sub_(known).exp_()
        shrink = (top - known).exp_()
        total.mul_(shrink).add_(scores.sum(-1, keepdim=True))
        gathered.mul_(shrink).add_(scores @ values)
        top = known
    return gathered / total
