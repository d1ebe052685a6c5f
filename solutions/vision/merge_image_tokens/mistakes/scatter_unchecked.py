"""You leave the count to `masked_scatter`, which takes what it needs and ignores a surplus: images of one row then slide into another's places without an error. Compare both numbers first. The dtypes must agree as well.

fails: test_counts_differ
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    out = text_embeddings.masked_scatter(mask[..., None], image_embeddings)
    return out
