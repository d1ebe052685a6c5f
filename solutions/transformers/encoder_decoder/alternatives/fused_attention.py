"""Fused attention with masks of what is seen; greedy decoding into a tensor of full length."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Attention(nn.Module):
    """Attention by `scaled_dot_product_attention`."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj"):
            self.add_module(name, nn.Linear(n_embd, n_embd, bias=False))
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x: Tensor, source: Tensor, seen: Tensor | None = None) -> Tensor:
        """Return (B, T, C); causal where no mask is given."""
        pairs = ((self.q_proj, x), (self.k_proj, source), (self.v_proj, source))
        q, k, v = (p(s).unflatten(-1, (self.n_heads, -1)).transpose(1, 2) for p, s in pairs)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, is_causal=seen is None)
        return self.out_proj(out.transpose(1, 2).flatten(-2))


class Layer(nn.Module):
    """A layer of either kind."""

    def __init__(self, n_embd: int, n_heads: int, cross: bool) -> None:
        super().__init__()
        self.cross_attn = Attention(n_embd, n_heads) if cross else None
        self.self_attn = Attention(n_embd, n_heads)
        self.ffn_out, self.ffn_in = nn.Linear(4 * n_embd, n_embd), nn.Linear(n_embd, 4 * n_embd)
        for number in range(3 if cross else 2):
            self.add_module(f"ln_{number + 1}", nn.LayerNorm(n_embd))

    def forward(self, x: Tensor, seen: Tensor, memory: Tensor | None = None) -> Tensor:
        """Return (B, T, C)."""
        if self.cross_attn is None:
            x = self.ln_1(x + self.self_attn(x, x, seen))
            return self.ln_2(x + self.ffn_out(self.ffn_in(x).relu()))
        x = self.ln_1(x + self.self_attn(x, x))
        x = self.ln_2(x + self.cross_attn(x, memory, seen))
        return self.ln_3(x + self.ffn_out(self.ffn_in(x).relu()))


class Transformer(nn.Module):
    """Encoder-decoder."""

    def __init__(
        self, vocab_size: int, n_embd: int, n_heads: int, n_layer: int, pad_id: int = 0
    ) -> None:
        super().__init__()
        if n_embd % n_heads != 0 or n_embd % 2 != 0:
            raise ValueError("n_embd must be even and a multiple of n_heads")
        self.decoder = nn.ModuleList([Layer(n_embd, n_heads, True) for _ in range(n_layer)])
        self.encoder = nn.ModuleList([Layer(n_embd, n_heads, False) for _ in range(n_layer)])
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.pad_id = pad_id

    def embed(self, tokens: Tensor) -> Tensor:
        """Return (B, T, C)."""
        x = self.tok_emb(tokens)
        length, width = x.shape[1:]
        table = torch.empty(length, width, device=x.device)
        place = torch.arange(length, device=x.device).unsqueeze(1)
        steps = torch.arange(0, width, 2, device=x.device)
        rates = torch.exp(steps * (-math.log(10000.0) / width))
        table[:, 0::2] = torch.sin(place * rates)
        table[:, 1::2] = torch.cos(place * rates)
        return math.sqrt(width) * x + table.to(x.dtype)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return the memory (B, S, C) and what of it is seen."""
        seen = (source != self.pad_id).unsqueeze(1).unsqueeze(1)
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, seen)
        return x, seen

    def decode(self, target: Tensor, memory: Tensor, seen: Tensor) -> Tensor:
        """Return the logits (B, T, V)."""
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, seen, memory)
        return F.linear(x, self.tok_emb.weight)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the logits (B, T, V) of source (B, S) and target (B, T)."""
        return self.decode(target, *self.encode(source))

    @torch.inference_mode()
    def greedy(self, source: Tensor, bos_id: int, eos_id: int, max_new: int) -> Tensor:
        """Return (B, 1 + n) tokens for source (B, S)."""
        memory, seen = self.encode(source)
        tokens = source.new_full((len(source), 1 + max_new), self.pad_id)
        tokens[:, 0] = bos_id
        writing = torch.ones(len(source), dtype=torch.bool, device=source.device)
        for step in range(1, 1 + max_new):
            best = self.decode(tokens[:, :step], memory, seen)[:, -1].argmax(-1)
            tokens[writing, step] = best[writing]
            writing = writing & (best != eos_id)
            if not writing.any():
                return tokens[:, : step + 1]
        return tokens
