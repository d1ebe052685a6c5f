"""You index without a check and multiply the result by a mask, so that padding comes out as zeros and so gets no gradient. -1 then is the last row, and a padding row that was loaded is ignored. Check the range; hand out the row as it is; cut its gradient only.

fails: test_values_with_padding[4]
"""

import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            self.weight.data[padding_idx] = 0

    def forward(self, idx):
        out = self.weight[idx]
        if self.padding_idx is not None:
            out = out * (idx != self.padding_idx).unsqueeze(-1)
        return out
