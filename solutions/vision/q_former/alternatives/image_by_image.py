"""One image and one head after the other, padding cut off, in einsums."""

import torch
from torch import Tensor, nn


class QFormer(nn.Module):
    """Learned queries without a batch and without a mask."""

    def __init__(self, n_queries: int, n_embd: int, n_heads: int, image_dim: int) -> None:
        super().__init__()
        self.size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.queries = nn.Parameter(torch.rand(1, n_queries, n_embd) - 0.5)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.v_proj = nn.Linear(image_dim, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.act = nn.GELU()

    def forward(self, image_tokens: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, Q, C); image_tokens (B, N, E), padding (B, N)."""
        images = list(image_tokens)
        if padding is not None:
            images = [image[~hidden] for image, hidden in zip(images, padding, strict=True)]
        return torch.stack([self._read(image) for image in images])

    def _read(self, image: Tensor) -> Tensor:
        """Return (Q, C) for one image (N, E)."""
        x = self.queries[0]
        parts = self.q_proj(self.ln_1(x)), self.k_proj(image), self.v_proj(image)
        heads = []
        for q, k, v in zip(*(p.split(self.size, dim=1) for p in parts), strict=True):
            weights = torch.einsum("qd,nd->qn", q, k).div(self.size**0.5).softmax(1)
            heads.append(torch.einsum("qn,nd->qd", weights, v))
        x = x + self.out_proj(torch.cat(heads, 1))
        return x + self.ffn_out(self.act(self.ffn_in(self.ln_2(x))))
