"""You raise for a surplus and not for a shortage: the remaining placeholders keep the embedding of `<image_pad>`, a row of the table that was never trained. Both cases raise.

fails: test_counts_differ
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() < image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    b, t = mask.nonzero(as_tuple=True)
    n = len(image_embeddings)
    out[b[:n], t[:n]] = image_embeddings.to(text_embeddings.dtype)
    return out
