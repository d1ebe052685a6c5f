"""The number you write into hidden scores is not low enough. Where every visible score is lower still, later tokens take all the weight. Minus infinity is below any score.

fails: test_all_scores_very_low
"""

import torch


class KVCache:
    def __init__(self):
        self.k = None
        self.v = None

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([self.k, k], dim=2)
            v = torch.cat([self.v, v], dim=2)
        self.k, self.v = k, v
        N, S = q.shape[2], k.shape[2]
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, -1e3)
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
