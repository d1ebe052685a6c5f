"""You add the losses up in their own dtype. In bfloat16 a sum of a few hundred no longer changes when 3 is added, so the mean comes out too small, the more so the larger k is. Add Python floats, or cast to float32 first.

fails: test_bfloat16_losses
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
                    total = total + loss
                result[split] = (total / k).item()
    finally:
        for m, training in found:
            m.training = training
    return result
