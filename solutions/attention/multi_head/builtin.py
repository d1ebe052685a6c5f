"""PyTorch's own multi-head attention in the problem's entry point, on the same four weights."""

import torch
from torch import Tensor, nn
from torch.nn.functional import multi_head_attention_forward


class MultiHeadAttention(nn.Module):
    """Call `multi_head_attention_forward` with separate projections."""

    def __init__(self, n_embd: int, n_heads: int) -> None:
        super().__init__()
        if n_embd % n_heads:
            raise ValueError(f"{n_embd} features cannot be split into {n_heads} equal heads")
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(n_embd, n_embd, bias=False))

    def forward(self, x: Tensor, causal: bool = False) -> Tensor:
        """Attend; x (B, T, C)."""
        tokens = x.transpose(0, 1)  # it wants (T, B, C)
        length = x.shape[1]
        future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        result, _ = multi_head_attention_forward(
            *(tokens, tokens, tokens),
            embed_dim_to_check=x.shape[-1],
            num_heads=self.n_heads,
            in_proj_weight=None,
            in_proj_bias=None,
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=self.out_proj.weight,
            out_proj_bias=None,
            need_weights=False,
            attn_mask=future if causal else None,
            use_separate_proj_weight=True,
            q_proj_weight=self.q_proj.weight,
            k_proj_weight=self.k_proj.weight,
            v_proj_weight=self.v_proj.weight,
        )
        return result.transpose(0, 1)
