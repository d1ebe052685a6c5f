"""You return tensors. They are right in value, but they live on the device, print as `tensor(2.5)`, and cannot go into a JSON log. `.item()` makes a Python float.

fails: test_plain_floats
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
                result[split] = torch.tensor(total / k, device=x.device)
    finally:
        for m, training in found:
            m.training = training
    return result
