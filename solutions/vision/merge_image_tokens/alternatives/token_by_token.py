"""A loop over rows and tokens, with the images taken from an iterator."""

import torch
from torch import Tensor


def merge_image_tokens(
    token_ids: Tensor, text_embeddings: Tensor, image_embeddings: Tensor, image_token_id: int
) -> Tensor:
    """Take the next image (C,) for every placeholder, else the token's own embedding."""
    images = list(image_embeddings.to(text_embeddings.dtype))
    ids = token_ids.tolist()
    if sum(row.count(image_token_id) for row in ids) != len(images):
        raise ValueError(f"{len(images)} image embeddings do not fit the placeholders")
    upcoming = iter(images)
    rows = [
        torch.stack([next(upcoming) if i == image_token_id else e for i, e in zip(row, text)])  # noqa: B905
        for row, text in zip(ids, text_embeddings)  # noqa: B905
    ]
    return torch.stack(rows)
