"""In your backward pass a row takes the gradient of ONE of the places that look it up. Assigning through repeated indices keeps the last; frequent tokens lose nearly all they should learn. Add them up, with `index_add_` or `index_put_(accumulate=True)`.

fails: test_gradients
"""

import torch
from torch import nn


class Lookup(torch.autograd.Function):
    @staticmethod
    def forward(ctx, weight, idx):
        ctx.save_for_backward(weight, idx)
        return weight[idx]

    @staticmethod
    def backward(ctx, grad_out):
        weight, idx = ctx.saved_tensors
        grad = torch.zeros_like(weight)
        grad[idx] = grad_out
        return grad, None


class Embedding(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        super().__init__()
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError("padding_idx is outside of the table")
            padding_idx = padding_idx % num_embeddings
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, idx):
        if ((idx < 0) | (idx >= self.weight.shape[0])).any():
            raise IndexError("index out of range")
        rows = Lookup.apply(self.weight, idx)
        if self.padding_idx is not None:
            padding = (idx == self.padding_idx).unsqueeze(-1)
            rows = torch.where(padding, rows.detach(), rows)
        return rows
