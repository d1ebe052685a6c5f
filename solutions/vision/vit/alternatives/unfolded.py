"""Patches by `unfold`; the class token broadcast by an addition to zeros."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ViT(nn.Module):
    """A vision transformer."""

    def __init__(
        self, image_size: int, patch_size: int, n_embd: int, encoder: nn.Module, n_classes: int
    ) -> None:
        super().__init__()
        side, rest = divmod(image_size, patch_size)
        if rest:
            raise ValueError("no whole patches")
        self.side, self.patch_size = side, patch_size
        self.patch_proj = nn.Linear(3 * patch_size**2, n_embd)
        self.cls_token = nn.Parameter(torch.randn(1, 1, n_embd))
        self.pos_emb = nn.Parameter(torch.randn(1, 1 + side * side, n_embd))
        self.encoder = encoder
        self.ln = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, n_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits (B, K) of images (B, 3, S, S)."""
        pixels = self.side * self.patch_size
        if list(images.shape[1:]) != [3, pixels, pixels]:
            raise ValueError(f"images must be (B, 3, {pixels}, {pixels})")
        patches = F.unfold(images, self.patch_size, stride=self.patch_size).transpose(1, 2)
        embedded = self.patch_proj(patches)
        cls = torch.zeros_like(embedded[:, :1]) + self.cls_token
        tokens = torch.cat([cls, embedded], dim=1) + self.pos_emb
        return self.head(self.ln(self.encoder(tokens))).select(1, 0)
