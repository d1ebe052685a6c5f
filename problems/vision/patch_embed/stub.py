import torch
from torch import Tensor, nn


def patchify(images: Tensor, patch_size: int) -> Tensor:
    """Cut images into flattened square patches, in reading order, the channel outermost.

    Args:
        images: (B, Cin, H, W)
        patch_size: P, which divides H and W

    Returns:
        (B, N, Cin * P * P), with N = (H / P) * (W / P)
    """
    raise NotImplementedError


class PatchEmbed(nn.Module):
    """One linear layer, proj, over every flattened patch."""

    def __init__(self, patch_size: int, in_channels: int, n_embd: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, images: Tensor) -> Tensor:
        """Return (B, N, n_embd) for images (B, Cin, H, W)."""
        raise NotImplementedError
