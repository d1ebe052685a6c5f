"""At every step you build the triangle of the whole text, S x S, and cut the last rows out of it. The results are right; a step costs S^2 for the mask alone. Make the N rows that you need, or none for a single token.

fails: test_step_grows_as_t
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
        mask = torch.tril(torch.ones(S, S, device=q.device))[-N:]
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
