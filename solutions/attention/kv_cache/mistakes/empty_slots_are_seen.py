"""You reserve room for more tokens and attend to all of it. An empty slot has a key of zeros, so a score of 0, and that is an ordinary weight. Cut the slots off that are not used yet.

fails: test_prefill
"""

import torch


class KVCache:
    def __init__(self):
        self.used = 0
        self.k = self.v = None

    def attend(self, q, k, v):
        B, H, N, D = q.shape
        if self.k is None:
            self.k = k.new_zeros(B, H, 2048, D)
            self.v = k.new_zeros(B, H, 2048, D)
        self.k[:, :, self.used : self.used + N] = k
        self.v[:, :, self.used : self.used + N] = v
        self.used += N
        scores = q @ self.k.transpose(-2, -1) / D**0.5
        mask = torch.ones(N, 2048, device=q.device).tril(self.used - N)
        mask[:, self.used :] = 1
        scores = scores.masked_fill(mask == 0, float("-inf"))
        return torch.softmax(scores, dim=-1) @ self.v

    def length(self):
        return self.used
