"""You assign the images' numbers without their graph (`.data`, `detach`, or under `no_grad`), so the projector behind the vision encoder gets no gradient.

fails: test_gradients
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    out[mask] = image_embeddings.detach().to(text_embeddings.dtype)
    return out
