"""PyTorch's own convolution and unfold in the problem's entry points, on the same weights."""

import torch.nn.functional as F
from torch import Tensor, nn


def patchify(images: Tensor, patch_size: int) -> Tensor:
    """Call `torch.nn.functional.unfold`, which knows floats only; images (B, Cin, H, W)."""
    _check(images, patch_size)
    floats = images if images.is_floating_point() else images.double()
    patches = F.unfold(floats, patch_size, stride=patch_size)  # (B, Cin * P * P, N)
    return patches.transpose(1, 2).to(images.dtype)


class PatchEmbed(nn.Module):
    """Call `torch.nn.functional.conv2d` with a stride of the patch size."""

    def __init__(self, patch_size: int, in_channels: int, n_embd: int) -> None:
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size**2, n_embd)

    def forward(self, images: Tensor) -> Tensor:
        """Return (B, N, C) for images (B, Cin, H, W)."""
        _check(images, self.patch_size)
        size = (images.shape[1], self.patch_size, self.patch_size)
        kernels = self.proj.weight.unflatten(1, size)
        tokens = F.conv2d(images, kernels, self.proj.bias, stride=self.patch_size)
        return tokens.flatten(2).transpose(1, 2)


def _check(images: Tensor, patch_size: int) -> None:
    if images.shape[2] % patch_size or images.shape[3] % patch_size:
        raise ValueError("the images are no whole patches")
