"""You multiply one-hot vectors by the table, check no index, and let the padding row learn. The result is right and costs V times as much as the lookup; `one_hot` then needs a matrix product with mostly zeros. Index the weight by the tokens.

fails: test_cost
"""

import torch
from torch import nn
from torch.nn.functional import one_hot


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            self.weight.data[padding_idx] = 0

    def forward(self, idx):
        return one_hot(idx.long(), self.weight.shape[0]).to(self.weight.dtype) @ self.weight
