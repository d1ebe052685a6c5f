"""You weigh each loss by the size of its batch, which is the mean over examples. That is a sensible number and not the one asked for: here each batch counts once.

fails: test_batches_count_alike
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        with torch.no_grad():
            for split in ("train", "val"):
                total = count = 0
                for _ in range(k):
                    x, y = get_batch(split)
                    logits, loss = model(x, y)
                    total += loss.item() * len(x)
                    count += len(x)
                result[split] = total / count
    finally:
        for m, training in found:
            m.training = training
    return result
