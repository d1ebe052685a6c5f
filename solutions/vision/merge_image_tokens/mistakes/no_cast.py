"""You assign image embeddings of another dtype as they are, and an indexed assignment wants one dtype. Vision encoders often run in another precision than the language model: cast them to that of the text.

fails: test_two_dtypes
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    out[mask] = image_embeddings
    return out
