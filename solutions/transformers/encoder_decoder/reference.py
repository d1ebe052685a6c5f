"""The transformer of 2017: an encoder that reads, a decoder that writes, one shared matrix.

Shapes: source (B, S); target (B, T); memory (B, S, C); q, k, v (B, H, T, D), where C = H * D;
logits (B, T, V). The limits: no dropout, no cache, no beam; each step decodes the whole target.
"""

import torch
from torch import Tensor, nn


class Transformer(nn.Module):
    """Encoder-decoder with sinusoidal positions (Vaswani et al. 2017).

    Raises:
        ValueError: n_heads does not divide n_embd, or n_embd is odd.
    """

    def __init__(
        self, vocab_size: int, n_embd: int, n_heads: int, n_layer: int, pad_id: int = 0
    ) -> None:
        super().__init__()
        if n_embd % n_heads or n_embd % 2:
            raise ValueError(f"{n_embd} features for {n_heads} equal heads and pairs of sin, cos")
        self.pad_id = pad_id
        self.tok_emb = nn.Embedding(vocab_size, n_embd)  # of source, target and output
        self.encoder = nn.ModuleList(Layer(n_embd, n_heads) for _ in range(n_layer))
        self.decoder = nn.ModuleList(DecoderLayer(n_embd, n_heads) for _ in range(n_layer))

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the logits (B, T, V) of source (B, S) and target (B, T)."""
        padding = self._padding(source)
        return self._decode(target, self._encode(source, padding), padding)

    @torch.no_grad()
    def greedy(self, source: Tensor, bos_id: int, eos_id: int, max_new: int) -> Tensor:
        """Return (B, 1 + n) tokens, n at most max_new, for source (B, S)."""
        padding = self._padding(source)
        memory = self._encode(source, padding)  # once: it does not depend on what is written
        tokens = torch.full_like(source[:, :1], bos_id)
        finished = torch.zeros_like(tokens, dtype=torch.bool)  # (B, 1)
        for _ in range(max_new):
            last = self._decode(tokens, memory, padding)[:, -1:]  # (B, 1, V)
            following = last.argmax(dim=-1).masked_fill(finished, self.pad_id)
            tokens = torch.cat([tokens, following], dim=1)
            finished |= following == eos_id
            if finished.all():
                break
        return tokens

    def _encode(self, source: Tensor, padding: Tensor) -> Tensor:
        """Return the memory (B, S, C)."""
        x = self._embed(source)
        for layer in self.encoder:
            x = layer(x, padding)
        return x

    def _decode(self, target: Tensor, memory: Tensor, padding: Tensor) -> Tensor:
        """Return the logits (B, T, V)."""
        place = torch.arange(target.shape[1], device=target.device)
        future = place > place[:, None]  # (T, T)
        x = self._embed(target)
        for layer in self.decoder:
            x = layer(x, future, memory, padding)  # each reads the encoder's final result
        return x @ self.tok_emb.weight.T

    def _padding(self, source: Tensor) -> Tensor:
        """Return (B, 1, 1, S), True where no query of any head may look."""
        return (source == self.pad_id)[:, None, None]

    def _embed(self, tokens: Tensor) -> Tensor:
        """Return (B, T, C): what a token is, scaled up to the size of where it is."""
        x = self.tok_emb(tokens)
        return x * x.shape[-1] ** 0.5 + positions(x)


def positions(x: Tensor) -> Tensor:
    """Return the sinusoidal table (T, C) for x (B, T, C), sine and cosine interleaved."""
    length, width = x.shape[1:]
    place = torch.arange(length, device=x.device)
    exponent = torch.arange(0, width, 2, device=x.device) / width
    angle = place[:, None] / 10000**exponent  # (T, C / 2)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1).to(x.dtype)


class Layer(nn.Module):
    """Encoder layer: self-attention and a feed-forward network, post-norm."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Return (B, T, C)."""
        x = self.ln_1(x + self.self_attn(x, x, hidden))
        return self.ln_2(x + self.ffn(x))

    def ffn(self, x: Tensor) -> Tensor:
        """Let every token work on its own; x (B, T, C)."""
        return self.ffn_out(torch.relu(self.ffn_in(x)))


class DecoderLayer(Layer):
    """Decoder layer: the same with cross-attention in between."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__(n_embd, n_heads)
        self.cross_attn = Attention(n_embd, n_heads)
        self.ln_3 = nn.LayerNorm(n_embd)

    def forward(self, x: Tensor, future: Tensor, memory: Tensor, padding: Tensor) -> Tensor:
        """Return (B, T, C); each mask belongs to one attention."""
        x = self.ln_1(x + self.self_attn(x, x, future))
        x = self.ln_2(x + self.cross_attn(x, memory, padding))
        return self.ln_3(x + self.ffn(x))


class Attention(nn.Module):
    """Multi-head attention: queries from one sequence, keys and values from another."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.heads = (n_heads, n_embd // n_heads)  # (H, D)
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, source: Tensor, hidden: Tensor) -> Tensor:
        """Return (B, T, C); x (B, T, C) asks, source (B, S, C) answers, but where hidden."""
        pairs = ((self.q_proj, x), (self.k_proj, source), (self.v_proj, source))
        q, k, v = (proj(seen).unflatten(-1, self.heads).transpose(1, 2) for proj, seen in pairs)
        scores = q @ k.mT / self.heads[1] ** 0.5  # (B, H, T, S)
        heads = scores.masked_fill(hidden, float("-inf")).softmax(dim=-1) @ v
        return self.out_proj(heads.transpose(1, 2).reshape(x.shape))
