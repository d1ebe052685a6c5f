"""You compare with an id of your own instead of `image_token_id`. The placeholder's id differs from tokenizer to tokenizer.

fails: test_other_ids
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == 7
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    out[mask] = image_embeddings.to(text_embeddings.dtype)
    return out
