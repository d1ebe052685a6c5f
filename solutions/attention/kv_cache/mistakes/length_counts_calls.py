"""Your length counts the calls. A prompt is one call and many tokens, so positions computed from it are wrong from the second call on. Count the tokens.

fails: test_length
"""

import torch


class KVCache:
    def __init__(self):
        self.k = None
        self.v = None
        self.calls = 0

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([self.k, k], dim=2)
            v = torch.cat([self.v, v], dim=2)
        self.k, self.v = k, v
        self.calls += 1
        N, S = q.shape[2], k.shape[2]
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return self.calls
