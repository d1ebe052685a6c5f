"""You add the positions to the patches alone, and the class token stays without one. `pos_emb` has N + 1 rows, and row 0 is the class token's: concatenate first, then add.

fails: test_tokens
"""

import torch
from torch import nn


class ViT(nn.Module):
    def __init__(self, image_size, patch_size, n_embd, encoder, n_classes):
        super().__init__()
        if image_size % patch_size != 0:
            raise ValueError("patch_size must divide image_size")
        self.image_size = image_size
        self.patch_size = patch_size
        n_patches = (image_size // patch_size) ** 2
        self.patch_proj = nn.Linear(3 * patch_size**2, n_embd)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, n_embd))
        self.pos_emb = nn.Parameter(torch.zeros(1, n_patches + 1, n_embd))
        self.encoder = encoder
        self.ln = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, n_classes)

    def forward(self, images):
        B, C, H, W = images.shape
        if C != 3 or H != self.image_size or W != self.image_size:
            raise ValueError("the images have another size")
        P = self.patch_size
        x = images.reshape(B, C, H // P, P, W // P, P)
        x = x.permute(0, 2, 4, 1, 3, 5).reshape(B, -1, C * P * P)
        x = self.patch_proj(x)
        cls = self.cls_token.expand(B, -1, -1)
        x = torch.cat([cls, x], dim=1)
        x = torch.cat([x[:, :1], x[:, 1:] + self.pos_emb[:, 1:]], dim=1)
        x = self.encoder(x)
        x = self.ln(x)
        return self.head(x[:, 0])
