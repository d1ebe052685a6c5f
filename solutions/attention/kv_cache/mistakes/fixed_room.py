"""Your room for tokens is fixed and the text outgrows it. Nothing here sets a maximal length: join, or double the room when it is full.

fails: test_long_text
"""

import torch


class KVCache:
    def __init__(self):
        self.used = 0
        self.k = self.v = None

    def attend(self, q, k, v):
        B, H, N, D = q.shape
        if self.k is None:
            self.k = k.new_zeros(B, H, 1024, D)
            self.v = k.new_zeros(B, H, 1024, D)
        start, self.used = self.used, self.used + N
        self.k[:, :, start : self.used] = k
        self.v[:, :, start : self.used] = v
        k, v = self.k[:, :, : self.used], self.v[:, :, : self.used]
        scores = q @ k.transpose(-2, -1) / D**0.5
        mask = torch.ones(N, self.used, device=q.device).tril(start)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        return torch.softmax(scores, dim=-1) @ v

    def length(self):
        return self.used
