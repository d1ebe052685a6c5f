"""The number you write into hidden scores is not low enough. Where every visible score is lower still, hidden tokens take all the weight. Minus infinity is below any score.

fails: test_all_scores_very_low
"""

import torch


class RollingKVCache:
    def __init__(self, window):
        if window < 0:
            raise ValueError("window must be 0 or more")
        self.window = window
        self.k = None
        self.v = None

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([self.k, k], dim=2)
            v = torch.cat([self.v, v], dim=2)
        N, S = q.shape[2], k.shape[2]
        i = torch.arange(S - N, S, device=q.device)
        j = torch.arange(S, device=q.device)
        back = i[:, None] - j[None, :]
        hidden = (back < 0) | (back > self.window)
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        scores = scores.masked_fill(hidden, -1e3)
        out = torch.softmax(scores, dim=-1) @ v
        keep = max(0, S - self.window)
        self.k = k[:, :, keep:].clone()
        self.v = v[:, :, keep:].clone()
        return out
