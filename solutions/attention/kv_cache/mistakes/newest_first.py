"""You put the new keys before the old ones. Attention does not mind the order, the mask does: with several new tokens it hides the wrong ones. Keep the order of the text, old ones first.

fails: test_pieces
"""

import torch


class KVCache:
    def __init__(self):
        self.k = None
        self.v = None

    def attend(self, q, k, v):
        if self.k is not None:
            k = torch.cat([k, self.k], dim=2)
            v = torch.cat([v, self.v], dim=2)
        self.k, self.v = k, v
        N, S = q.shape[2], k.shape[2]
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        mask = torch.ones(N, S, device=q.device).tril(S - N)
        scores = scores.masked_fill(mask == 0, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return weights @ v

    def length(self):
        return 0 if self.k is None else self.k.shape[2]
