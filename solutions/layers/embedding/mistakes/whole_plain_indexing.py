"""You index the weight, and that is all: no range check, padding that learns and starts at random. A negative index quietly takes a row from the end. The three rules beside the lookup are what the layer adds to it.

fails: test_out_of_range
"""

import torch
from torch import nn


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))

    def forward(self, idx):
        return self.weight[idx]
