"""Your length asks the shape of a tensor that is not there yet. An empty cache has length 0; whoever takes the first token's position from it asks before anything was added.

fails: test_length
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
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return self.k.shape[2]
