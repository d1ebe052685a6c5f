"""Head by head and query by query; a causal query is given only what it may see."""

import torch
from torch import Tensor


def alibi_slopes(n_heads: int) -> list[float]:
    """Return the slopes: exponents counted in steps of half the coarse one."""
    if n_heads < 1:
        raise ValueError("n_heads must be positive")
    power = 1
    while power * 2 <= n_heads:
        power *= 2
    steps = [2 * h for h in range(1, power + 1)] + list(range(1, 2 * power, 2))
    return [0.5 ** (4 * step / power) for step in steps[:n_heads]]


def alibi_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = True) -> Tensor:
    """Attend; q, k, v (B, H, T, D)."""
    heads = []
    for h, slope in enumerate(alibi_slopes(q.shape[1])):
        rows = []
        for i in range(q.shape[2]):
            end = i + 1 if causal else q.shape[2]
            distance = (torch.arange(end, device=q.device) - i).abs().to(q.dtype)
            scores = (k[:, h, :end] * q[:, h, i : i + 1]).sum(dim=-1) / q.shape[3] ** 0.5
            weights = torch.softmax(scores - slope * distance, dim=-1)  # (B, end)
            rows.append((weights[..., None] * v[:, h, :end]).sum(dim=1))
        heads.append(torch.stack(rows, dim=1))
    return torch.stack(heads, dim=1)
