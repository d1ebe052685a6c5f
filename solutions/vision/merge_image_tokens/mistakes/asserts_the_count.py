"""You check the count with `assert`. That raises AssertionError, and nothing under `python -O`. What a caller can get wrong is a ValueError.

fails: test_counts_differ
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    assert mask.sum().item() == image_embeddings.shape[0]
    out = text_embeddings.clone()
    out[mask] = image_embeddings.to(text_embeddings.dtype)
    return out
