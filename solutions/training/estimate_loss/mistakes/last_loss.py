"""You keep the loss of the last batch only, so all others are computed for nothing and the estimate is as noisy as one batch. Add the losses up and divide by k.

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
                    logits, loss = model(x, y)
                    total = loss.item() * k
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
