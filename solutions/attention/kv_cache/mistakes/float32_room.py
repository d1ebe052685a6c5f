"""Your cache is float32 whatever it is given. A float64 text is rounded as it is stored, and the product with q fails or loses digits. Take the dtype from the keys.

fails: test_keeps_dtype
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
        k, v = k.float(), v.float()
        self.k, self.v = k, v
        N, S = q.shape[2], k.shape[2]
        scores = q.float() @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
