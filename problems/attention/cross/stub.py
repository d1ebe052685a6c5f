import torch
from torch import Tensor, nn


class CrossAttention(nn.Module):
    """Attention from one sequence to another, in n_heads heads.

    Parameters, each nn.Linear(..., bias=False): q_proj and out_proj (n_embd to n_embd), k_proj and
    v_proj (n_context to n_embd).
    """

    def __init__(self, n_embd: int, n_context: int, n_heads: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor, context: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Attend from every token of x to the tokens of the context.

        Args:
            x: (B, T, C)
            context: (B, S, n_context)
            is_token: (B, S) bool, False where the context holds padding

        Returns:
            (B, T, C)
        """
        raise NotImplementedError
