import torch
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    """Self-attention in n_heads heads of n_embd / n_heads features each.

    Parameters: q_proj, k_proj, v_proj and out_proj, each nn.Linear(n_embd, n_embd, bias=False).
    """

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """Attend from every token to all tokens, or to those not after it.

        Args:
            x: (B, T, C)
            causal: hide later tokens

        Returns:
            (B, T, C)
        """
        raise NotImplementedError
