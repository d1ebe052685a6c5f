"""One head after the other with a tril buffer; the loss from log-probabilities picked by hand."""

import torch
from torch import Tensor, nn


class GPT(nn.Module):
    """Decoder-only language model."""

    def __init__(
        self, vocab_size: int, block_size: int, n_embd: int, n_heads: int, n_layer: int
    ) -> None:
        super().__init__()
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.pos_emb = nn.Embedding(block_size, n_embd)
        self.register_buffer("positions", torch.arange(block_size))
        layers = [Block(block_size, n_embd, n_heads) for _ in range(n_layer)]
        self.blocks = nn.ModuleList(layers)
        self.ln_f = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab_size, bias=False)

    def forward(self, idx: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Return logits (B, T, V) and the mean loss, or None; idx and targets (B, T)."""
        batch, length = idx.shape
        if length > len(self.positions):
            raise ValueError(f"{length} tokens are too many")
        where = self.positions[:length].expand(batch, length)
        x = self.pos_emb(where) + self.tok_emb(idx)
        for block in self.blocks:
            x = block(x)
        logits = self.head(self.ln_f(x))
        if targets is None:
            return logits, None
        log_probs = logits - logits.logsumexp(-1, keepdim=True)
        return logits, -log_probs.gather(-1, targets[..., None]).mean()


class Block(nn.Module):
    """A pre-norm block, head by head."""

    def __init__(self, block_size: int, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.size, rest = divmod(n_embd, n_heads)
        if rest:
            raise ValueError("n_embd must be a multiple of n_heads")
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.act = nn.GELU()

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, T, C) for x (B, T, C)."""
        normed, length = self.ln_1(x), x.shape[1]
        projected = [p(normed) for p in (self.q_proj, self.k_proj, self.v_proj)]
        heads = []
        for q, k, v in zip(*(p.split(self.size, dim=-1) for p in projected), strict=True):
            scores = torch.einsum("bid,bjd->bij", q, k) * self.size**-0.5
            hidden = self.tril[:length, :length] == 0
            weights = torch.softmax(scores.masked_fill(hidden, float("-inf")), dim=-1)
            heads.append(torch.bmm(weights, v))
        x = x + self.out_proj(torch.cat(heads, dim=-1))
        return x + self.ffn_out(self.act(self.ffn_in(self.ln_2(x))))
