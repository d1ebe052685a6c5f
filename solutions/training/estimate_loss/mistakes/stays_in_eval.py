"""You switch to evaluation mode and never back. From the first estimate on the training goes on without dropout and with frozen BatchNorm statistics, and nothing tells you.

fails: test_restores_mode[train]
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
                    total += loss.item()
                result[split] = total / k
    finally:
        pass
    return result
