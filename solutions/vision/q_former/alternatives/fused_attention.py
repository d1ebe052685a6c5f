"""The queries expanded over the batch, PyTorch's fused attention, a mask of what is seen."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class QFormer(nn.Module):
    """Learned queries over fused attention."""

    def __init__(self, n_queries: int, n_embd: int, n_heads: int, image_dim: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        self.ffn_out, self.ffn_in = nn.Linear(4 * n_embd, n_embd), nn.Linear(n_embd, 4 * n_embd)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.v_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.k_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.ln_2, self.ln_1 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.queries = nn.Parameter(torch.empty(1, n_queries, n_embd).normal_(std=0.02))

    def forward(self, image_tokens: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, Q, C); image_tokens (B, N, E), padding (B, N)."""
        x = self.queries.expand(image_tokens.shape[0], -1, -1)
        pairs = (
            (self.q_proj, self.ln_1(x)),
            (self.k_proj, image_tokens),
            (self.v_proj, image_tokens),
        )
        q, k, v = (p(s).unflatten(-1, (self.n_heads, -1)).transpose(1, 2) for p, s in pairs)
        seen = None if padding is None else ~padding[:, None, None, :]
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        x = x + self.out_proj(out.transpose(1, 2).flatten(-2))
        return x + self.ffn_out(F.gelu(self.ffn_in(self.ln_2(x))))
