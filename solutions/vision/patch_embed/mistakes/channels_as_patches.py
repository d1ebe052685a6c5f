"""You leave the channel in front of the patches, so each channel of a patch becomes a token of its own length. A patch is one token with all its channels.

fails: test_shape
"""

import torch
from torch import nn


def patchify(images, patch_size):
    B, C, H, W = images.shape
    P = patch_size
    if H % P != 0 or W % P != 0:
        raise ValueError("the patch size must divide height and width")
    x = images.reshape(B, C, H // P, P, W // P, P)
    x = x.permute(0, 1, 2, 4, 3, 5)
    return x.reshape(B, C * (H // P) * (W // P), P * P)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, n_embd):
        super().__init__()
        self.patch_size = patch_size
        self.proj = nn.Linear(in_channels * patch_size * patch_size, n_embd)

    def forward(self, images):
        return self.proj(patchify(images, self.patch_size))
