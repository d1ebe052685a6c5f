"""You keep the number of patches of the first image and reshape to it ever after. A layer takes images of different sizes; count anew at each call.

fails: test_sizes_may_change
"""

import torch
from torch import nn


def patchify(images, patch_size):
    B, C, H, W = images.shape
    P = patch_size
    if H % P != 0 or W % P != 0:
        raise ValueError("the patch size must divide height and width")
    x = images.reshape(B, C, H // P, P, W // P, P)
    x = x.permute(0, 2, 4, 1, 3, 5)
    return x.reshape(B, (H // P) * (W // P), C * P * P)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, n_embd):
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size * patch_size, n_embd)

    def forward(self, images):
        patches = patchify(images, self.patch_size)
        self.number = getattr(self, "number", patches.shape[1])
        return self.proj(patches.reshape(-1, self.number, patches.shape[2]))
