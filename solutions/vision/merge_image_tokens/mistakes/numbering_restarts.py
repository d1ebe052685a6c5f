"""You check the count over the batch, and then number the placeholders of each row from 0 again. So every row shows the first images, and the last ones are never used. Go on counting from row to row: the k-th placeholder of the whole batch gets row k.

fails: test_values[an image in each row]
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if int(mask.sum()) != len(image_embeddings):
        raise ValueError("as many placeholders as image embeddings, please")
    out = text_embeddings.clone()
    for b in range(token_ids.shape[0]):
        n = int(mask[b].sum())
        out[b, mask[b]] = image_embeddings[:n].to(text_embeddings.dtype)
    return out
