"""By name of the indices, with SiLU as a quotient; the size by counting up."""

import torch
from torch import Tensor, nn


def hidden_size(n_embd: int, multiple_of: int = 256) -> int:
    """Take what is missing to the next multiple from the remainder of the negative."""
    size = n_embd * 8 // 3
    return size + -size % multiple_of


class SwiGLUFFN(nn.Module):
    """The same three weights."""

    def __init__(self, n_embd: int, hidden: int) -> None:
        super().__init__()
        self.down_proj = nn.Linear(hidden, n_embd, bias=False)
        self.up_proj = nn.Linear(n_embd, hidden, bias=False)
        self.gate_proj = nn.Linear(n_embd, hidden, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """One einsum for the product of the gated units with down."""
        gate = torch.einsum("...c,hc->...h", x, self.gate_proj.weight)
        up = torch.einsum("...c,hc->...h", x, self.up_proj.weight)
        silu = gate / (1 + torch.exp(-gate))
        return torch.einsum("...h,...h,ch->...c", silu, up, self.down_proj.weight)
