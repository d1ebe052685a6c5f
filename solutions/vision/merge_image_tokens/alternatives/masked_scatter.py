"""The mask spread over the features, and `masked_scatter`."""

from torch import Tensor


def merge_image_tokens(
    token_ids: Tensor, text_embeddings: Tensor, image_embeddings: Tensor, image_token_id: int
) -> Tensor:
    """Scatter the images (K, C) over the placeholders of token_ids (B, T)."""
    mask = token_ids.eq(image_token_id)
    if mask.count_nonzero().item() != image_embeddings.size(0):
        raise ValueError("the numbers of placeholders and of image embeddings differ")
    source = image_embeddings.to(text_embeddings.dtype)
    return text_embeddings.masked_scatter(mask.unsqueeze(-1), source)
