"""You subtract the mean from the images in place before cutting. That is not asked for, and the caller's images are overwritten.

fails: test_leaves_images_alone
"""

import torch
from torch import nn


def patchify(images, patch_size):
    B, C, H, W = images.shape
    P = patch_size
    if H % P != 0 or W % P != 0:
        raise ValueError("the patch size must divide height and width")
    if images.is_floating_point() and not images.requires_grad:
        images -= images.mean()
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
