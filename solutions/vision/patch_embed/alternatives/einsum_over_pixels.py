"""Pixels picked by their indices; the tokens as an einsum over six dimensions, without patches."""

import torch
from torch import Tensor, nn


def patchify(images: Tensor, patch_size: int) -> Tensor:
    """Look every pixel up by its row and column; images (B, Cin, H, W)."""
    height, width = images.shape[-2:]
    rows = _numbers(height, patch_size, images.device)  # (H/P, P)
    columns = _numbers(width, patch_size, images.device)  # (W/P, P)
    patches = images[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return patches.movedim(1, 3).flatten(3).flatten(1, 2)


def _numbers(length: int, patch_size: int, device: torch.device) -> Tensor:
    """Return the numbers 0 ... length - 1 as rows of patch_size."""
    if length % patch_size:
        raise ValueError(f"{patch_size} does not divide {length}")
    return torch.arange(length, device=device).view(-1, patch_size)


class PatchEmbed(nn.Module):
    """The sum over channel, row and column of a patch in one einsum."""

    def __init__(self, patch_size: int, in_channels: int, n_embd: int) -> None:
        super().__init__()
        self.size = (in_channels, patch_size, patch_size)
        self.proj = nn.Linear(in_channels * patch_size**2, n_embd)

    def forward(self, images: Tensor) -> Tensor:
        """Return (B, N, C) for images (B, Cin, H, W)."""
        size = self.size[1]
        if any(side % size for side in images.shape[2:]):
            raise ValueError("no whole patches")
        grid = images.unflatten(3, (-1, size)).unflatten(2, (-1, size))
        weight = self.proj.weight.unflatten(1, self.size)
        tokens = torch.einsum("bcipjq,ecpq->bije", grid, weight)
        return tokens.flatten(1, 2) + self.proj.bias
