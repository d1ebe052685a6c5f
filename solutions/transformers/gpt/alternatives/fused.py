"""Fused attention, positions as a slice of the table, the loss on (B, V, T)."""

import torch.nn.functional as F
from torch import Tensor, nn


class GPT(nn.Module):
    """Decoder-only language model."""

    def __init__(
        self, vocab_size: int, block_size: int, n_embd: int, n_heads: int, n_layer: int
    ) -> None:
        super().__init__()
        self.head = nn.Linear(n_embd, vocab_size, bias=False)
        self.ln_f = nn.LayerNorm(n_embd)
        self.blocks = nn.ModuleList([Block(n_embd, n_heads) for _ in range(n_layer)])
        self.pos_emb = nn.Embedding(block_size, n_embd)
        self.tok_emb = nn.Embedding(vocab_size, n_embd)

    def forward(self, idx: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Return logits (B, T, V) and the mean loss, or None; idx and targets (B, T)."""
        if idx.size(1) > self.pos_emb.num_embeddings:
            raise ValueError("the sequence is too long")
        x = self.tok_emb(idx) + self.pos_emb.weight[: idx.size(1)]
        for block in self.blocks:
            x = block(x)
        logits = self.head(self.ln_f(x))
        loss = None if targets is None else F.cross_entropy(logits.transpose(1, 2), targets)
        return logits, loss


class Block(nn.Module):
    """A pre-norm block around PyTorch's fused attention."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads != 0:
            raise ValueError("n_heads must divide n_embd")
        self.n_heads = n_heads
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        for name in ("q_proj", "k_proj", "v_proj"):
            self.add_module(name, nn.Linear(n_embd, n_embd, bias=False))
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, n_embd * 4)
        self.ffn_out = nn.Linear(n_embd * 4, n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        normed = self.ln_1(x)
        q, k, v = (
            layer(normed).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for layer in (self.q_proj, self.k_proj, self.v_proj)
        )
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out_proj(out.transpose(1, 2).flatten(-2))
        return x + self.ffn_out(F.gelu(self.ffn_in(self.ln_2(x))))
