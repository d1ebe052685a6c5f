"""GPT: embeddings, a stack of causal pre-norm blocks, a last norm and a head.

Shapes: idx (B, T); the stream x (B, T, C); q, k, v (B, H, T, D), where C = H * D; logits (B, T, V).
The limits: no dropout, no weight tying, no initial scales, no cache; sampling is a loop around it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GPT(nn.Module):
    """Decoder-only language model (Radford et al. 2019).

    Raises:
        ValueError: n_heads does not divide n_embd, or a sequence is longer than block_size.
    """

    def __init__(
        self, vocab_size: int, block_size: int, n_embd: int, n_heads: int, n_layer: int
    ) -> None:
        super().__init__()
        self.block_size = block_size
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.pos_emb = nn.Embedding(block_size, n_embd)
        # A new block for each layer: the same object n_layer times would be one layer's weights.
        self.blocks = nn.Sequential(*(Block(n_embd, n_heads) for _ in range(n_layer)))
        self.ln_f = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab_size, bias=False)

    def forward(self, idx: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Return logits (B, T, V) and the mean loss, or None; idx and targets (B, T)."""
        length = idx.shape[1]
        if length > self.block_size:
            raise ValueError(f"{length} tokens, and positions for {self.block_size}")

        # 1. What a token is, plus where it is; one row of positions serves the whole batch.
        positions = torch.arange(length, device=idx.device)
        x = self.tok_emb(idx) + self.pos_emb(positions)  # (B, T, C)

        # 2. The blocks only ever add to the stream, so it needs one norm at the end.
        logits = self.head(self.ln_f(self.blocks(x)))  # (B, T, V)

        # 3. Each of the B * T positions is a classification of its own.
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())


class Block(nn.Module):
    """Causal self-attention and a feed-forward network, each pre-norm and residual."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.heads = (n_heads, n_embd // n_heads)  # (H, D)

        self.ln_1 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

        self.ln_2 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        x = x + self._attention(self.ln_1(x))
        return x + self.ffn_out(F.gelu(self.ffn_in(self.ln_2(x))))

    def _attention(self, x: Tensor) -> Tensor:
        """Let every token gather from itself and the tokens before it; x (B, T, C)."""
        projections = (self.q_proj, self.k_proj, self.v_proj)
        q, k, v = (proj(x).unflatten(-1, self.heads).transpose(1, 2) for proj in projections)
        scores = q @ k.mT / self.heads[1] ** 0.5  # (B, H, T, T)
        tokens = torch.arange(x.shape[1], device=x.device)
        scores = scores.masked_fill(tokens > tokens[:, None], float("-inf"))
        heads = scores.softmax(dim=-1) @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))
