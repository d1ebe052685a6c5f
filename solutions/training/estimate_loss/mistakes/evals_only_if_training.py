"""You call eval() only when `model.training` is True. A model whose own flag is off may hold parts that are in training mode, and those drop and update while you measure. Call eval() always; it costs nothing.

fails: test_part_in_training
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    if model.training:
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
        for m, training in found:
            m.training = training
    return result
