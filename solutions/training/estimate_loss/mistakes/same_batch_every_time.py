"""You draw a batch once for each split and measure it k times. All k losses are equal, so their mean is as noisy as one batch. Draw inside the loop.

fails: test_draws_k_batches
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
                x, y = get_batch(split)
                for _ in range(k):
                    logits, loss = model(x, y)
                    total += loss.item()
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
