"""A loop over the draft that returns at the first rejection, as the paper has it."""

import torch
from torch import Tensor


def _draw(weights: Tensor, uniform: Tensor) -> Tensor:
    """Search for the uniform in the cumulative sums, no further than the last positive weight."""
    probs = weights / weights.sum()
    found = torch.searchsorted(probs.cumsum(0), uniform.reshape(1), right=True)
    return torch.minimum(found, probs.nonzero()[-1])


def speculative_step(tokens: Tensor, q: Tensor, p: Tensor, uniforms: Tensor) -> Tensor:
    """Multiply instead of dividing: u q < p."""
    kept: list[int] = []
    for i, token in enumerate(tokens.tolist()):
        if uniforms[i] * q[i, token] >= p[i, token]:
            drawn = _draw(torch.relu(p[i] - q[i]), uniforms[-1])
            break
        kept.append(token)
    else:
        drawn = _draw(p[-1], uniforms[-1])
    return torch.cat([tokens.new_tensor(kept), drawn])
