import torch
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
    """
    raise NotImplementedError
