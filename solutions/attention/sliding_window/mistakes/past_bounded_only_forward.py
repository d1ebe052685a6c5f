"""Your mask bounds one side only, and the wrong one: it hides keys more than `window` ahead and leaves the near future and the whole past in sight. A model trained so reads the tokens it is to predict, and its loss looks wonderful until it has to generate. Causal needs two bounds on i - j: at least 0, and at most `window`.

fails: test_causal
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / D**0.5
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    ahead = i[None, :] - i[:, None]
    hidden = ahead > window if causal else ahead.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
