"""Patch embedding: an image as a sequence of flattened patches, through one linear layer.

Shapes: images (B, Cin, H, W); patches (B, N, Cin * P * P), N = (H / P) * (W / P);
tokens (B, N, C). The limits: no positions and no class token; those are the model's.
"""

from torch import Tensor, nn


def patchify(images: Tensor, patch_size: int) -> Tensor:
    """Cut images into flattened square patches, in reading order (Dosovitskiy et al. 2020).

    Args:
        images: (B, Cin, H, W)
        patch_size: P

    Returns:
        (B, N, Cin * P * P), the channel outermost in each patch

    Raises:
        ValueError: P does not divide H and W.
    """
    batch, channels, height, width = images.shape
    rows, columns = height // patch_size, width // patch_size
    if (rows * patch_size, columns * patch_size) != (height, width):
        raise ValueError(f"{height} x {width} pixels are no whole patches of {patch_size}")

    # Six coordinates for every pixel: each side splits where it stands, into which patch and
    # where in it.
    pixels = images.reshape(batch, channels, rows, patch_size, columns, patch_size)

    # What names the patch goes first, what names the pixel in it last: merely merging (B, Cin, H,
    # W) anew would cut memory into runs that cross the borders of patches.
    pixels = pixels.permute(0, 2, 4, 1, 3, 5)  # (B, H/P, W/P, Cin, P, P)
    return pixels.reshape(batch, rows * columns, channels * patch_size**2)


class PatchEmbed(nn.Module):
    """A convolution with a stride of its kernel's size, as one matrix product.

    Seen as (C, Cin, P, P), the weight is that convolution's.
    """

    def __init__(self, patch_size: int, in_channels: int, n_embd: int) -> None:
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size**2, n_embd)

    def forward(self, images: Tensor) -> Tensor:
        """Return (B, N, C) for images (B, Cin, H, W)."""
        return self.proj(patchify(images, self.patch_size))
