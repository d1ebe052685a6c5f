"""PyTorch's own attention in the problem's entry point."""

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention


class Head(nn.Module):
    """Call `scaled_dot_product_attention`, with its own dropout."""

    def __init__(self, n_embd: int, head_size: int, block_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        for name in ("query", "key", "value"):
            setattr(self, name, nn.Linear(n_embd, head_size, bias=False))
        self.register_buffer("tril", torch.ones(block_size, block_size).tril())
        self.p = dropout

    def forward(self, x: Tensor) -> Tensor:
        """Attend; x (B, T, C)."""
        if x.shape[1] > self.tril.shape[0]:
            raise ValueError("more tokens than block_size")
        p = self.p if self.training else 0.0
        q, k, v = self.query(x), self.key(x), self.value(x)
        return scaled_dot_product_attention(q, k, v, is_causal=True, dropout_p=p)
