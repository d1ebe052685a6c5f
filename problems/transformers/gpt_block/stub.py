import torch
from torch import Tensor, nn


class GPTBlock(nn.Module):
    """A pre-norm block: causal self-attention, then a feed-forward network, both residual.

    Parameters: ln_1, ln_2, nn.LayerNorm(n_embd); q_proj, k_proj, v_proj, nn.Linear(n_embd, n_embd,
    bias=False); out_proj, nn.Linear(n_embd, n_embd); ffn_in, nn.Linear(n_embd, 4 * n_embd);
    ffn_out, nn.Linear(4 * n_embd, n_embd).
    """

    def __init__(self, n_embd: int, n_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        raise NotImplementedError
