import torch
from torch import Tensor, nn


class EncoderLayer(nn.Module):
    """A post-norm layer: self-attention in both directions, then a feed-forward network.

    Parameters: self_attn with q_proj, k_proj, v_proj, nn.Linear(C, C, bias=False), and out_proj,
    nn.Linear(C, C); ffn_in, nn.Linear(C, d_ff); ffn_out, nn.Linear(d_ff, C); ln_1 and ln_2,
    nn.LayerNorm(C).
    """

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C).

        Args:
            x: (B, T, C)
            padding: (B, T), True where a token is padding
        """
        raise NotImplementedError
