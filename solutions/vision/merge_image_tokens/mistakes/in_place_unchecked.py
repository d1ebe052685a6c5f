"""You write into the caller's text embeddings, and do not compare the two numbers. The tensor is changed behind its owner's back, autograd refuses where it is a leaf, and one image embedding would be copied to every placeholder. Count, copy, then assign.

fails: test_leaves_arguments_alone
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    out = text_embeddings
    out[mask] = image_embeddings.to(text_embeddings.dtype)
    return out
