"""Forward and backward by hand: a lookup, and an addition into the rows it came from."""

import torch
from torch import Tensor, nn
from torch.autograd import Function
from torch.autograd.function import FunctionCtx


class _Lookup(Function):
    @staticmethod
    def forward(ctx: FunctionCtx, weight: Tensor, idx: Tensor, padding_idx: int) -> Tensor:
        """Return rows (N, D) of weight (V, D); idx (N,)."""
        ctx.save_for_backward(idx)
        ctx.rows, ctx.padding_idx = len(weight), padding_idx
        return weight.index_select(0, idx)

    @staticmethod
    def backward(ctx: FunctionCtx, grad_out: Tensor) -> tuple[Tensor, None, None]:
        """Add grad_out (N, D) up row by row."""
        (idx,) = ctx.saved_tensors
        grad = grad_out.new_zeros(ctx.rows, grad_out.shape[1])
        grad.index_add_(0, idx, grad_out)
        if ctx.padding_idx >= 0:
            grad[ctx.padding_idx] = 0
        return grad, None, None


class Embedding(nn.Module):
    """A table whose lookup has a backward of its own."""

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        super().__init__()
        weight = torch.empty(num_embeddings, embedding_dim).normal_()
        self.padding = -1
        if padding_idx is not None:
            if padding_idx not in range(-num_embeddings, num_embeddings):
                raise ValueError("padding_idx")
            self.padding = range(num_embeddings)[padding_idx]
            weight[self.padding].zero_()
        self.weight = nn.Parameter(weight)

    def forward(self, idx: Tensor) -> Tensor:
        """Flatten the indices, look up, and give the result their shape."""
        count, features = self.weight.shape
        if idx.numel() and not (int(idx.min()) >= 0 and int(idx.max()) < count):
            raise IndexError("idx")
        rows = _Lookup.apply(self.weight, idx.reshape(-1), self.padding)
        return rows.reshape(*idx.shape, features)
