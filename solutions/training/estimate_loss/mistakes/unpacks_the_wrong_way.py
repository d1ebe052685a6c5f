"""You unpack `loss, logits = model(x, y)`. The model returns the logits first, so what you add up is no loss.

fails: test_means
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        with torch.no_grad():
            for split in ("train", "val"):
                total = 0.0
                for _ in range(k):
                    x, y = get_batch(split)
                    loss, logits = model(x, y)
                    total += loss.mean().item()
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
