"""Only the band is computed: keys and values are padded, then viewed window by window.

Time and memory grow as T * window; no T x T tensor exists.
"""

import torch
from torch import Tensor
from torch.nn.functional import pad


def sliding_window_attention(
    q: Tensor, k: Tensor, v: Tensor, window: int, causal: bool = True
) -> Tensor:
    """Attend within windows of W = before + 1 + after keys; q, k, v (..., T, D)."""
    if window < 0:
        raise ValueError(f"window must be 0 or more, got {window}")
    tokens, features = q.shape[-2:]
    before = min(window, tokens - 1)
    after = 0 if causal else before
    width = before + 1 + after

    def windows(x: Tensor) -> Tensor:
        return pad(x, (0, 0, before, after)).unfold(-2, width, 1)  # (..., T, D, W), a view

    scores = torch.einsum("...td,...tdw->...tw", q, windows(k)) / features**0.5

    # Slot w of query t holds key t - before + w; outside of the sequence it is padding.
    query = torch.arange(tokens, device=q.device)[:, None]
    key = query - before + torch.arange(width, device=q.device)
    padding = (key < 0) | (key >= tokens)
    weights = scores.masked_fill(padding, float("-inf")).softmax(-1)
    return torch.einsum("...tw,...tdw->...td", weights, windows(v))
