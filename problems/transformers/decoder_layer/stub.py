import torch
from torch import Tensor, nn


class DecoderLayer(nn.Module):
    """A post-norm layer: causal self-attention, cross-attention, feed-forward network.

    Parameters: self_attn and cross_attn, each with q_proj, k_proj, v_proj, nn.Linear(C, C,
    bias=False), and out_proj, nn.Linear(C, C); ffn_in, nn.Linear(C, d_ff); ffn_out,
    nn.Linear(d_ff, C); ln_1, ln_2 and ln_3, nn.LayerNorm(C).
    """

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, memory: Tensor, memory_padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C).

        Args:
            x: (B, T, C), what has been written
            memory: (B, S, C), what the encoder has read
            memory_padding: (B, S), True where a token of the memory is padding
        """
        raise NotImplementedError
