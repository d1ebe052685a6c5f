"""The patches as a strided convolution with the linear layer's weights; only one token normed."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ViT(nn.Module):
    """A vision transformer."""

    def __init__(
        self, image_size: int, patch_size: int, n_embd: int, encoder: nn.Module, n_classes: int
    ) -> None:
        super().__init__()
        if image_size % patch_size != 0:
            raise ValueError("patch_size must divide image_size")
        self.size, self.patch_size = image_size, patch_size
        self.head = nn.Linear(n_embd, n_classes)
        self.ln = nn.LayerNorm(n_embd)
        self.encoder = encoder
        number = (image_size // patch_size) ** 2
        self.pos_emb = nn.Parameter(torch.empty(1, number + 1, n_embd))
        self.cls_token = nn.Parameter(torch.empty(1, 1, n_embd))
        nn.init.trunc_normal_(self.pos_emb, std=0.02)
        nn.init.trunc_normal_(self.cls_token, std=0.02)
        self.patch_proj = nn.Linear(3 * patch_size * patch_size, n_embd)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits (B, K) of images (B, 3, S, S)."""
        batch, channels, height, width = images.shape
        if (channels, height, width) != (3, self.size, self.size):
            raise ValueError("wrong size")
        size = self.patch_size
        kernels = self.patch_proj.weight.reshape(-1, 3, size, size)
        grid = F.conv2d(images, kernels, self.patch_proj.bias, stride=size)  # (B, C, S/P, S/P)
        patches = grid.flatten(2).mT + self.pos_emb[:, 1:]
        cls = (self.cls_token + self.pos_emb[:, :1]).repeat(batch, 1, 1)
        out = self.encoder(torch.cat((cls, patches), 1))
        return self.head(self.ln(out[:, 0]))
