"""You add the image embeddings to those of the placeholders. They replace them: the embedding of `<image_pad>` means nothing and would shift every patch by the same untrained vector.

fails: test_values
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    out[mask] = out[mask] + image_embeddings.to(text_embeddings.dtype)
    return out
