"""Your positions begin with 1. The first token has position 0, whose sines are 0 and cosines 1.

fails: test_without_layers
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.head_size = n_embd // n_heads
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def forward(self, x, source, hidden):
        B, T, C = x.shape
        S = source.shape[1]
        q = self.q_proj(x).reshape(B, T, self.n_heads, self.head_size).transpose(1, 2)
        k = self.k_proj(source).reshape(B, S, self.n_heads, self.head_size).transpose(1, 2)
        v = self.v_proj(source).reshape(B, S, self.n_heads, self.head_size).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_size)
        if hidden is not None:
            scores = scores.masked_fill(hidden, float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, C)
        return self.out_proj(out)


class EncoderLayer(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        self.self_attn = MultiHeadAttention(n_embd, n_heads)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)

    def forward(self, x, padding):
        x = self.ln_1(x + self.self_attn(x, x, padding))
        x = self.ln_2(x + self.ffn_out(F.relu(self.ffn_in(x))))
        return x


class DecoderLayer(nn.Module):
    def __init__(self, n_embd, n_heads):
        super().__init__()
        self.self_attn = MultiHeadAttention(n_embd, n_heads)
        self.cross_attn = MultiHeadAttention(n_embd, n_heads)
        self.ffn_in = nn.Linear(n_embd, 4 * n_embd)
        self.ffn_out = nn.Linear(4 * n_embd, n_embd)
        self.ln_1 = nn.LayerNorm(n_embd)
        self.ln_2 = nn.LayerNorm(n_embd)
        self.ln_3 = nn.LayerNorm(n_embd)

    def forward(self, x, memory, future, padding):
        x = self.ln_1(x + self.self_attn(x, x, future))
        x = self.ln_2(x + self.cross_attn(x, memory, padding))
        x = self.ln_3(x + self.ffn_out(F.relu(self.ffn_in(x))))
        return x


class Transformer(nn.Module):
    def __init__(self, vocab_size, n_embd, n_heads, n_layer, pad_id=0):
        super().__init__()
        if n_embd % n_heads != 0 or n_embd % 2 != 0:
            raise ValueError("n_embd must be even and a multiple of n_heads")
        self.n_embd = n_embd
        self.pad_id = pad_id
        self.tok_emb = nn.Embedding(vocab_size, n_embd)
        self.encoder = nn.ModuleList([EncoderLayer(n_embd, n_heads) for _ in range(n_layer)])
        self.decoder = nn.ModuleList([DecoderLayer(n_embd, n_heads) for _ in range(n_layer)])

    def positions(self, T, device):
        pos = torch.arange(1, T + 1, device=device, dtype=torch.float64)[:, None]
        i = torch.arange(0, self.n_embd, 2, device=device, dtype=torch.float64)
        angle = pos / 10000 ** (i / self.n_embd)
        pe = torch.zeros(T, self.n_embd, device=device, dtype=torch.float64)
        pe[:, 0::2] = torch.sin(angle)
        pe[:, 1::2] = torch.cos(angle)
        return pe.to(self.tok_emb.weight.dtype)

    def embed(self, tokens):
        x = self.tok_emb(tokens) * math.sqrt(self.n_embd)
        return x + self.positions(tokens.shape[1], tokens.device)

    def encode(self, source):
        padding = (source == self.pad_id)[:, None, None, :]
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, padding)
        return x, padding

    def decode(self, target, memory, padding):
        T = target.shape[1]
        future = torch.ones(T, T, device=target.device).triu(1) == 1
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, memory, future, padding)
        return x @ self.tok_emb.weight.T

    def forward(self, source, target):
        memory, padding = self.encode(source)
        return self.decode(target, memory, padding)

    @torch.no_grad()
    def greedy(self, source, bos_id, eos_id, max_new):
        memory, padding = self.encode(source)
        tokens = torch.full((source.shape[0], 1), bos_id, device=source.device)
        done = torch.zeros(source.shape[0], dtype=torch.bool, device=source.device)
        for _ in range(max_new):
            logits = self.decode(tokens, memory, padding)
            next_token = logits[:, -1].argmax(dim=-1)
            next_token = torch.where(done, self.pad_id, next_token)
            tokens = torch.cat([tokens, next_token[:, None]], dim=1)
            done = done | (next_token == eos_id)
            if done.all():
                break
        return tokens
