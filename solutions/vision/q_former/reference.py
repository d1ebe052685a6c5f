"""Q-Former: a fixed number of learned queries reads an image of any number of tokens.

Shapes: image_tokens (B, N, E) and padding (B, N); queries (1, Q, C); q (1, H, Q, D), k and v
(B, H, N, D), where C = H * D; scores (B, H, Q, N). The limits: one layer; the queries do not
attend to each other.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class QFormer(nn.Module):
    """Cross-attention of learned queries, then a feed-forward network (Li et al. 2023).

    Raises:
        ValueError: n_heads does not divide n_embd.
    """

    def __init__(self, n_queries: int, n_embd: int, n_heads: int, image_dim: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.heads = (n_heads, n_embd // n_heads)  # (H, D)

        # Different from the start, or all queries would ask, and learn, the same for ever.
        self.queries = nn.Parameter(torch.randn(1, n_queries, n_embd))

        self.ln_1 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(image_dim, n_embd, bias=False)  # from the image's width to ours
        self.v_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

        self.ln_2 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)

    def forward(self, image_tokens: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, Q, C); image_tokens (B, N, E), padding (B, N)."""
        # The residual adds the queries as they are; broadcasting gives each image its own.
        x = self.queries + self._read(image_tokens, padding)
        return x + self.ffn_out(F.gelu(self.ffn_in(self.ln_2(x))))

    def _read(self, image_tokens: Tensor, padding: Tensor | None) -> Tensor:
        """Return what every query gathers from each image, (B, Q, C)."""
        # 1. The queries are the same for all images, so they are projected once.
        q = self._split(self.q_proj(self.ln_1(self.queries)))  # (1, H, Q, D)
        k = self._split(self.k_proj(image_tokens))  # (B, H, N, D)
        v = self._split(self.v_proj(image_tokens))

        # 2. Q rows, whatever N is. Image tokens ask nothing, so nothing is N x N.
        scores = q @ k.mT / self.heads[1] ** 0.5  # (B, H, Q, N)
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, None], float("-inf"))

        # 3. Each query spreads one unit of weight over the image.
        heads = scores.softmax(dim=-1) @ v  # (B, H, Q, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def _split(self, features: Tensor) -> Tensor:
        """Turn (B, T, C) into (B, H, T, D)."""
        return features.unflatten(-1, self.heads).transpose(1, 2)
