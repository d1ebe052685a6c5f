"""You take the first placeholder of a row and write the row's embeddings from there on, side by side. With two images in a row the second one overwrites the text between them. Write where the placeholders are.

fails: test_values
"""

import torch


def merge_image_tokens(token_ids, text_embeddings, image_embeddings, image_token_id):
    mask = token_ids == image_token_id
    if mask.sum().item() != image_embeddings.shape[0]:
        raise ValueError("the number of image embeddings is not that of the placeholders")
    out = text_embeddings.clone()
    start = 0
    for b in range(token_ids.shape[0]):
        n = int(mask[b].sum())
        if n:
            first = int(mask[b].int().argmax())
            room = min(n, token_ids.shape[1] - first)
            out[b, first : first + room] = image_embeddings[start : start + room].to(out.dtype)
        start += n
    return out
