"""You raise when embeddings are missing and let a surplus pass. Embeddings left over mean that the prompt was truncated or the sizes are wrong, and what was placed may belong elsewhere: both cases raise.

fails: test_counts_differ
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() > image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    out[mask] = image_embeddings[: int(mask.sum())].to(text_embeddings.dtype)
    return out
