"""You reshape the image embeddings to `(B, K / B, C)`, as if each row held the same number of placeholders. Rows differ, and may hold none.

fails: test_shape
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    images = image_embeddings.reshape(token_ids.shape[0], -1, image_embeddings.shape[1])
    for b in range(token_ids.shape[0]):
        out[b, mask[b]] = images[b].to(out.dtype)
    return out
