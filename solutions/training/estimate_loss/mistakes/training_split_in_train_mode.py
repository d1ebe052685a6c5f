"""You measure the training loss in training mode and only the validation loss in evaluation mode. The two then differ by dropout alone and cannot be compared: a model may seem to do better on data it has never seen.

fails: test_means
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    try:
        with torch.no_grad():
            for split in ("train", "val"):
                model.train(split == "train")
                total = 0.0
                for _ in range(k):
                    x, y = get_batch(split)
                    logits, loss = model(x, y)
                    total += loss.item()
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
