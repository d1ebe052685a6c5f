"""Your keys and values stand in the class and not in the instance, so a new `KVCache()` still holds what the one before it was given, and two texts mix. What belongs to one cache is made in `__init__` and stored on `self`.

fails: test_shape
"""

import torch


class KVCache:
    k = v = None

    def __init__(self):
        pass

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([self.k, k], dim=2)
            v = torch.cat([self.v, v], dim=2)
        KVCache.k, KVCache.v = k, v
        N, S = q.shape[2], k.shape[2]
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
