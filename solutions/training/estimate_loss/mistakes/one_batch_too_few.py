"""Your loop runs from 1 to k - 1, so it draws one batch too few and still divides by k. `range(k)` runs k times.

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
                for _ in range(1, k):
                    x, y = get_batch(split)
                    logits, loss = model(x, y)
                    total += loss.item()
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
