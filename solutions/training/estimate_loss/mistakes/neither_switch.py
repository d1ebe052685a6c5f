"""You average the losses and change nothing else: dropout drops, BatchNorm updates its statistics, and every forward pass records a graph. Evaluation mode and no_grad are two switches, and a measurement needs both.

fails: test_means
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    try:
        with torch.enable_grad():
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
