"""Token by token, with a state that is updated by one outer product each."""

import torch
import torch.nn.functional as F
from torch import Tensor


def _phi(x: Tensor) -> Tensor:
    """Return the features of x, chosen by a mask."""
    return torch.where(x > 0, x + 1, torch.exp(torch.minimum(x, torch.zeros_like(x))))


def linear_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend; q (..., T, D), k (..., S, D), v (..., S, E)."""
    q, k, v = _phi(q), _phi(k), F.pad(v, (0, 1), value=1.0)  # a value of 1 sums the weights
    state = k.new_zeros(*k.shape[:-2], k.shape[-1], v.shape[-1])
    rows = []
    for j in range(k.shape[-2]):
        state = state + k[..., j, :, None] * v[..., j, None, :]
        if causal:
            rows.append(torch.einsum("...d,...de->...e", q[..., j, :], state))
    sums = torch.stack(rows, dim=-2) if causal else torch.einsum("...td,...de->...te", q, state)
    return sums[..., :-1] / sums[..., -1:]
