import torch
from torch import Tensor, nn


class QFormer(nn.Module):
    """Learned queries that compress an image of any number of tokens.

    Parameters: queries (1, Q, C); ln_1, ln_2, nn.LayerNorm(C); q_proj, nn.Linear(C, C, bias=False);
    k_proj, v_proj, nn.Linear(E, C, bias=False); out_proj, nn.Linear(C, C); ffn_in,
    nn.Linear(C, 4C); ffn_out, nn.Linear(4C, C).
    """

    def __init__(self, n_queries: int, n_embd: int, n_heads: int, image_dim: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, image_tokens: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, Q, C).

        Args:
            image_tokens: (B, N, E)
            padding: (B, N), True where a token is padding
        """
        raise NotImplementedError
