"""You throw the model's loss away and compute a cross-entropy from its logits. That holds for one kind of model, and misses whatever else its loss contains. Average the loss that the model returns.

fails: test_the_models_loss
"""

import torch
import torch.nn.functional as F


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
                    total += F.cross_entropy(logits.flatten(0, -2), y.flatten()).item()
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
