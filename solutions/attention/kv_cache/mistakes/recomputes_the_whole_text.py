"""You keep the queries too and compute attention for the whole text at every step, then return the last rows. The results are right, and a step costs T^2: the cache saves nothing. Old rows never change; compute the new ones alone.

fails: test_step
"""

import torch


class KVCache:
    def __init__(self):
        self.q = self.k = self.v = None

    def attend(self, q, k, v):
        N = q.shape[2]
        if self.k is not None:
            q = torch.cat([self.q, q], dim=2)
            k = torch.cat([self.k, k], dim=2)
            v = torch.cat([self.v, v], dim=2)
        self.q, self.k, self.v = q, k, v
        T, D = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / D**0.5
        mask = torch.tril(torch.ones(T, T, device=q.device))
        scores = scores.masked_fill(mask == 0, float("-inf"))
        return (torch.softmax(scores, dim=-1) @ v)[:, :, -N:]

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
