"""The band as what two triangles share, and the softmax by hand: zeros in place of -inf."""

import torch
from torch import Tensor


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Weigh with exp(scores) times a 0/1 band, normalised last; q, k, v (..., T, D)."""
    if window < 0:
        raise ValueError(f"a window of {window} tokens")
    scores = torch.einsum("...id,...jd->...ij", q, k) / q.shape[-1] ** 0.5
    band = torch.ones(scores.shape[-2:], dtype=torch.bool, device=q.device)
    band = band.triu(-window).tril(0 if causal else window)

    # The maximum over what is visible only: a larger hidden score would drown all the others.
    lowest = torch.finfo(scores.dtype).min
    shift = torch.where(band, scores, lowest).amax(-1, keepdim=True).detach()
    counts = torch.where(band, scores - shift, lowest).exp()
    return torch.einsum("...ij,...jd->...id", counts, v) / counts.sum(-1, keepdim=True)
