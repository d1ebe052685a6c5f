import torch
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """A frozen linear layer with a trainable update of low rank.

    Parameters: base.weight and, where the base has one, base.bias, both frozen; lora_a (r, I) and
    lora_b (O, r).

    Args:
        base: the layer to adapt, from I features to O
        r: the rank of the update, at least 1
        alpha: the update is multiplied by alpha / r
        dropout: the probability of dropping an input of the update, in training
    """

    def __init__(self, base: nn.Linear, r: int, alpha: float = 16.0, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return the base's output plus the update's; x (..., I), result (..., O)."""
        raise NotImplementedError

    def merge(self) -> None:
        """Add the update to the base's weight, so that forward needs the base alone."""
        raise NotImplementedError

    def unmerge(self) -> None:
        """Give the base its own weight back."""
        raise NotImplementedError
