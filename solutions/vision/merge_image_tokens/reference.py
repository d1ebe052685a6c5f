"""Image embeddings in the places that the prompt has kept free for them.

Shapes: token_ids (B, T); text_embeddings (B, T, C); image_embeddings (K, C), K placeholders in the
batch. The limits: which image a placeholder belongs to is its place in reading order, no more.
"""

from torch import Tensor


def merge_image_tokens(
    token_ids: Tensor, text_embeddings: Tensor, image_embeddings: Tensor, image_token_id: int
) -> Tensor:
    """Replace the embeddings of the placeholders by those of the images, in reading order.

    Args:
        token_ids: (B, T), int64
        text_embeddings: (B, T, C)
        image_embeddings: (K, C), for all images of the batch
        image_token_id: the placeholder's id

    Returns:
        (B, T, C), in the dtype of text_embeddings

    Raises:
        ValueError: the batch does not hold exactly K placeholders.
    """
    is_image = token_ids == image_token_id  # (B, T)

    # Counted before anything is placed: one embedding would broadcast to any number of places.
    places, images = int(is_image.sum()), len(image_embeddings)
    if places != images:
        raise ValueError(f"{images} image embeddings for {places} placeholders")

    # A mask names its places in reading order, row after row, which is the images' order as well.
    # The clone keeps the caller's tensor as it is, and is part of the graph.
    merged = text_embeddings.clone()
    merged[is_image] = image_embeddings.to(merged.dtype)
    return merged
