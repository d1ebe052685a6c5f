"""You measure with autograd on and sum the losses as tensors, so the graph of every batch stays alive until the last one is in: memory grows with k. Modes and numbers are right. Open torch.no_grad() around the forward passes, and add loss.item().

fails: test_memory
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        for split in ("train", "val"):
            total = 0.0
            for _ in range(k):
                x, y = get_batch(split)
                logits, loss = model(x, y)
                total = total + loss.float()
            result[split] = float(total / k)
    finally:
        for m, training in found:
            m.training = training
    return result
