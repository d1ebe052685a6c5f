"""Every place looks its row up in one table of both kinds, so nothing is assigned at all."""

import torch
from torch import Tensor


def merge_image_tokens(
    token_ids: Tensor, text_embeddings: Tensor, image_embeddings: Tensor, image_token_id: int
) -> Tensor:
    """Number the placeholders by a running sum and gather from text and images in one table."""
    is_image = (token_ids == image_token_id).flatten()
    total = len(is_image)
    if is_image.sum() != len(image_embeddings):
        raise ValueError("as many image embeddings as placeholders, please")
    table = torch.cat([text_embeddings.flatten(0, 1), image_embeddings.to(text_embeddings.dtype)])
    number = is_image.long().cumsum(0) - 1 + total
    here = torch.arange(total, device=token_ids.device)
    return table[torch.where(is_image, number, here)].view(text_embeddings.shape)
