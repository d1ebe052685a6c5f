"""PyTorch's own decoder layer in the problem's entry point, on the same weights.

It drops in more places than the paper, so it stands for the layer without dropout.
"""

import torch
from torch import Tensor, nn
from torch.func import functional_call


class Attention(nn.Module):
    """Four projections, to be read by PyTorch's layer."""

    def __init__(self, n_embd: int) -> None:
        super().__init__()
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)

    def weights(self, name: str) -> dict[str, Tensor]:
        """Return the weights under the names of `nn.MultiheadAttention`."""
        stacked = torch.cat([self.q_proj.weight, self.k_proj.weight, self.v_proj.weight])
        return {
            f"{name}.in_proj_weight": stacked,
            f"{name}.in_proj_bias": stacked.new_zeros(len(stacked)),
            f"{name}.out_proj.weight": self.out_proj.weight,
            f"{name}.out_proj.bias": self.out_proj.bias,
        }


class DecoderLayer(nn.Module):
    """Call `nn.TransformerDecoderLayer` with the weights of this module."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.self_attn, self.cross_attn = Attention(n_embd), Attention(n_embd)
        self.ffn_in, self.ffn_out = nn.Linear(n_embd, d_ff), nn.Linear(d_ff, n_embd)
        self.ln_1, self.ln_2, self.ln_3 = (nn.LayerNorm(n_embd) for _ in range(3))
        layer = nn.TransformerDecoderLayer(n_embd, n_heads, d_ff, 0.0, batch_first=True)
        self.layer = (layer,)  # in a tuple, so that its parameters are not this module's

    def forward(self, x: Tensor, memory: Tensor, memory_padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), memory (B, S, C), memory_padding (B, S)."""
        length = x.shape[1]
        future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        given = {"tgt_mask": future, "memory_key_padding_mask": memory_padding}
        return functional_call(self.layer[0], self._weights(), (x, memory), given)

    def _weights(self) -> dict[str, Tensor]:
        names = {
            "linear1": self.ffn_in,
            "linear2": self.ffn_out,
            "norm1": self.ln_1,
            "norm2": self.ln_2,
            "norm3": self.ln_3,
        }
        weights = {f"{name}.weight": part.weight for name, part in names.items()}
        weights |= {f"{name}.bias": part.bias for name, part in names.items()}
        weights |= self.self_attn.weights("self_attn")
        return weights | self.cross_attn.weights("multihead_attn")
