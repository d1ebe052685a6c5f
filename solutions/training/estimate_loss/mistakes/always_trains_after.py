"""You end with `model.train()`, which sets training mode in every submodule whatever it was before. A model found in evaluation mode comes back in training mode. Note the flags first, and write those back.

fails: test_restores_mode[eval]
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
        model.train()
    return result
