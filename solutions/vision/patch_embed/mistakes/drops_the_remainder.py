"""You cut off the rows and columns that do not fill a patch. The right and lower edge of the image disappear without a word: raise ValueError.

fails: test_does_not_divide
"""

import torch
from torch import nn


def patchify(images, patch_size):
    B, C, H, W = images.shape
    P = patch_size
    images = images[:, :, : H // P * P, : W // P * P]
    x = images.reshape(B, C, H // P, P, W // P, P)
    x = x.permute(0, 2, 4, 1, 3, 5)
    return x.reshape(B, (H // P) * (W // P), C * P * P)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, n_embd):
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size * patch_size, n_embd)

    def forward(self, images):
        return self.proj(patchify(images, self.patch_size))
