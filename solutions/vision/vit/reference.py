"""Vision transformer: patches, a class token, positions, a given encoder, a head.

Shapes: images (B, 3, S, S); patches (B, N, 3 * P * P), N = (S / P)^2; tokens (B, N + 1, C);
logits (B, K). The limits: one resolution; the encoder, with its blocks, is given.
"""

import torch
from torch import Tensor, nn


class ViT(nn.Module):
    """A classifier of images around a given encoder (Dosovitskiy et al. 2020).

    Raises:
        ValueError: the patches do not fill the image, or an image has another size.
    """

    def __init__(
        self, image_size: int, patch_size: int, n_embd: int, encoder: nn.Module, n_classes: int
    ) -> None:
        super().__init__()
        if image_size % patch_size:
            raise ValueError(f"{image_size} pixels are no whole patches of {patch_size}")
        self.image_shape = (3, image_size, image_size)
        self.patch_size = patch_size
        side = image_size // patch_size

        self.patch_proj = nn.Linear(3 * patch_size**2, n_embd)
        self.cls_token = nn.Parameter(torch.randn(1, 1, n_embd))
        # One row more than there are patches: the class token has a place as well.
        self.pos_emb = nn.Parameter(torch.randn(1, side**2 + 1, n_embd))
        self.encoder = encoder
        self.ln = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, n_classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits (B, K) of images (B, 3, S, S)."""
        if images.shape[1:] != self.image_shape:
            raise ValueError(f"images of {tuple(images.shape[1:])}, not {self.image_shape}")

        # 1. Each patch through one linear layer: a strided convolution.
        patches = self.patch_proj(self._patchify(images))  # (B, N, C)

        # 2. The class token is one more element of every sequence: concatenated. Expanding makes
        #    no copies, and its gradient is the sum over the batch.
        cls = self.cls_token.expand_as(patches[:, :1])  # (B, 1, C)
        tokens = torch.cat([cls, patches], dim=1)  # (B, N + 1, C)

        # 3. A position says where an element stands, in its own vector: added.
        tokens = tokens + self.pos_emb

        # 4. The class token has gathered what it needs; the others have served.
        encoded = self.ln(self.encoder(tokens))
        return self.head(encoded[:, 0])

    def _patchify(self, images: Tensor) -> Tensor:
        """Cut images (B, 3, S, S) into (B, N, 3 * P * P), the channel outermost."""
        cuts = (-1, self.patch_size)
        pixels = images.unflatten(3, cuts).unflatten(2, cuts)  # (B, 3, S/P, P, S/P, P)
        return pixels.permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)
