"""You hide pairs with -1e4 in place of -inf. When the visible scores themselves lie below that, the hidden tokens win the softmax and a token reads what it must not see. Only minus infinity is below every score.

fails: test_all_scores_very_low
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, -1e4)
    return torch.softmax(scores, dim=-1) @ v
