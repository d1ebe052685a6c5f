"""PyTorch's own encoder layer in the problem's entry point, on the same weights.

It drops in more places than the paper, so it stands for the layer without dropout.
"""

import torch
from torch import Tensor, nn
from torch.func import functional_call


class SelfAttention(nn.Module):
    """Four projections, to be read by PyTorch's layer."""

    def __init__(self, n_embd: int) -> None:
        super().__init__()
        self.q_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.k_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.v_proj = nn.Linear(n_embd, n_embd, bias=False)
        self.out_proj = nn.Linear(n_embd, n_embd)


class EncoderLayer(nn.Module):
    """Call `nn.TransformerEncoderLayer` with the weights of this module."""

    def __init__(self, n_embd: int, n_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.self_attn = SelfAttention(n_embd)
        self.ffn_in, self.ffn_out = nn.Linear(n_embd, d_ff), nn.Linear(d_ff, n_embd)
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        layer = nn.TransformerEncoderLayer(n_embd, n_heads, d_ff, 0.0, batch_first=True)
        self.layer = (layer,)  # in a tuple, so that its parameters are not this module's

    def forward(self, x: Tensor, padding: Tensor | None = None) -> Tensor:
        """Return (B, T, C); x (B, T, C), padding (B, T)."""
        given = {"src_key_padding_mask": padding}
        return functional_call(self.layer[0], self._weights(), (x,), given)

    def _weights(self) -> dict[str, Tensor]:
        attn = self.self_attn
        stacked = torch.cat([p.weight for p in (attn.q_proj, attn.k_proj, attn.v_proj)])
        names = {
            "self_attn.out_proj": attn.out_proj,
            "linear1": self.ffn_in,
            "linear2": self.ffn_out,
            "norm1": self.ln_1,
            "norm2": self.ln_2,
        }
        weights = {f"{name}.weight": part.weight for name, part in names.items()}
        biases = {f"{name}.bias": part.bias for name, part in names.items()}
        in_proj = {
            "self_attn.in_proj_weight": stacked,
            "self_attn.in_proj_bias": stacked.new_zeros(len(stacked)),
        }
        return weights | biases | in_proj
