"""A loop that slices one patch after the other, and stacks them."""

import torch
from torch import Tensor, nn


def patchify(images: Tensor, patch_size: int) -> Tensor:
    """Slice every patch out of images (B, Cin, H, W) and flatten it."""
    _, _, height, width = images.shape
    if height % patch_size != 0 or width % patch_size != 0:
        raise ValueError("height and width must be multiples of the patch size")
    corners = [
        (top, left) for top in range(0, height, patch_size) for left in range(0, width, patch_size)
    ]
    patches = [
        images[:, :, top : top + patch_size, left : left + patch_size].flatten(1)
        for top, left in corners
    ]
    return torch.stack(patches, dim=1)


class PatchEmbed(nn.Module):
    """A linear layer over sliced patches."""

    def __init__(self, patch_size: int, in_channels: int, n_embd: int) -> None:
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size * patch_size, n_embd)

    def forward(self, images: Tensor) -> Tensor:
        """Return (B, N, C) for images (B, Cin, H, W)."""
        return self.proj(patchify(images, self.patch_size))
