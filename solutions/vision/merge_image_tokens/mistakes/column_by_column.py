"""You fill the placeholders position by position over the batch, because your mask is transposed. Reading order goes along each row first.

fails: test_values
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    t, b = mask.T.nonzero(as_tuple=True)
    out[b, t] = image_embeddings.to(text_embeddings.dtype)
    return out
