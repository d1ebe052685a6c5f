"""You note `model.training` and hand it to `model.train(...)`, which sets the same mode in every submodule. A BatchNorm that was kept frozen by eval() wakes up. Each module has a flag of its own: note and restore them all.

fails: test_restores_every_part
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
        model.train(found[0][1])
    return result
