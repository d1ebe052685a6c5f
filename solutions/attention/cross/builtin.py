"""PyTorch's own attention in the problem's entry point, on the same four weights."""

from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention


class CrossAttention(nn.Module):
    """Call `scaled_dot_product_attention` on heads."""

    def __init__(self, n_embd: int, n_context: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_context, n_embd, bias=False)
        self.v_proj = nn.Linear(n_context, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd, bias=False)

    def forward(self, x: Tensor, context: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Attend; x (B, T, C), context (B, S, n_context), is_token (B, S)."""
        projected = (self.q_proj(x), self.k_proj(context), self.v_proj(context))
        heads = (t.unflatten(2, (self.n_heads, -1)).transpose(1, 2) for t in projected)
        mask = None if is_token is None else is_token[:, None, None, :]
        result = scaled_dot_product_attention(*heads, attn_mask=mask)
        return self.out_proj(result.transpose(1, 2).flatten(2))
