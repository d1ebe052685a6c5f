"""You join old and new along another dimension than that of the tokens: here the heads, or the batch where `torch.cat` is left to its default. The cache then gets more heads at every call and no more tokens. In (B, H, N, D) tokens are dimension 2, or -2.

fails: test_shape
"""

import torch


class KVCache:
    def __init__(self):
        self.k = None
        self.v = None

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([self.k, k], dim=1)
            v = torch.cat([self.v, v], dim=1)
        self.k, self.v = k, v
        N, S = q.shape[2], k.shape[2]
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
