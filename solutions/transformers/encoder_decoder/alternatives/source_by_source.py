"""One source after the other with its padding cut off; attention head by head, in einsums."""

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Attention of (T, C) to (S, C)."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.size = n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, source: Tensor, causal: bool = False) -> Tensor:
        """Return (T, C)."""
        parts = self.q_proj(x), self.k_proj(source), self.v_proj(source)
        heads = []
        for q, k, v in zip(*(p.split(self.size, dim=1) for p in parts), strict=True):
            scores = torch.einsum("td,sd->ts", q, k) * self.size**-0.5
            if causal:
                scores = scores + torch.full_like(scores, float("-inf")).triu(1)
            heads.append(scores.softmax(1) @ v)
        return self.out_proj(torch.cat(heads, dim=1))


class EncoderLayer(nn.Module):
    """Post-norm layer over one source."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.ffn_in, self.ffn_out = nn.Linear(n_embd, 4 * n_embd), nn.Linear(4 * n_embd, n_embd)
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)

    def forward(self, x: Tensor) -> Tensor:
        """Return (S, C)."""
        x = self.ln_1(x + self.self_attn(x, x))
        return self.ln_2(x + self.ffn_out(self.ffn_in(x).clamp(min=0)))


class DecoderLayer(nn.Module):
    """Post-norm layer over one target."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.self_attn = Attention(n_embd, n_heads)
        self.cross_attn = Attention(n_embd, n_heads)
        self.ffn_in, self.ffn_out = nn.Linear(n_embd, 4 * n_embd), nn.Linear(4 * n_embd, n_embd)
        self.ln_1, self.ln_2, self.ln_3 = (nn.LayerNorm(n_embd) for _ in range(3))

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        """Return (T, C)."""
        x = self.ln_1(x + self.self_attn(x, x, causal=True))
        x = self.ln_2(x + self.cross_attn(x, memory))
        return self.ln_3(x + self.ffn_out(self.ffn_in(x).clamp(min=0)))


class Transformer(nn.Module):
    """Encoder-decoder over lists of sequences."""

    def __init__(
        self, vocab_size: int, n_embd: int, n_heads: int, n_layer: int, pad_id: int = 0
    ) -> None:
        super().__init__()
        if n_embd % 2 or n_embd % n_heads:
            raise ValueError("n_embd must be even and a multiple of n_heads")
        self.pad_id = pad_id
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.encoder = nn.ModuleList([EncoderLayer(n_embd, n_heads) for _ in range(n_layer)])
        self.decoder = nn.ModuleList([DecoderLayer(n_embd, n_heads) for _ in range(n_layer)])

    def _embed(self, tokens: Tensor) -> Tensor:
        """Return (T, C) for tokens (T,) at their places."""
        x = self.tok_emb(tokens)
        feature = torch.arange(x.shape[1], device=x.device)
        place = torch.arange(x.shape[0], device=x.device, dtype=torch.float64)
        angle = place[:, None] * 10000.0 ** (-(feature // 2 * 2) / x.shape[1]).double()
        table = torch.where(feature % 2 == 0, angle.sin(), angle.cos())
        return x * x.shape[1] ** 0.5 + table.to(x.dtype)

    def _read(self, source: Tensor) -> Tensor:
        """Return the memory (S, C) of one source, without its padding."""
        x = self._embed(source)[source != self.pad_id]
        for layer in self.encoder:
            x = layer(x)
        return x

    def _write(self, target: Tensor, memory: Tensor) -> Tensor:
        """Return the logits (T, V) of one target."""
        x = self._embed(target)
        for layer in self.decoder:
            x = layer(x, memory)
        return x @ self.tok_emb.weight.t()

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the logits (B, T, V) of source (B, S) and target (B, T)."""
        memories = map(self._read, source)
        return torch.stack([self._write(t, m) for t, m in zip(target, memories, strict=True)])

    def greedy(self, source: Tensor, bos_id: int, eos_id: int, max_new: int) -> Tensor:
        """Write each target to its own end, and pad them to one length."""
        with torch.no_grad():
            rows = [self._greedy(one, bos_id, eos_id, max_new) for one in source]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=self.pad_id)

    def _greedy(self, source: Tensor, bos_id: int, eos_id: int, max_new: int) -> Tensor:
        memory, tokens = self._read(source), [bos_id]
        while len(tokens) <= max_new and (len(tokens) == 1 or tokens[-1] != eos_id):
            target = torch.tensor(tokens, device=source.device)
            tokens.append(int(self._write(target, memory)[-1].argmax()))
        return torch.tensor(tokens, device=source.device)
