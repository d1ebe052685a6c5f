"""You catch whatever a batch raises and go on. The mean is then over fewer batches than it says, or none, and the cause is lost. Let the exception pass, and clean up in `finally`.

fails: test_error
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
                    try:
                        x, y = get_batch(split)
                        logits, loss = model(x, y)
                        total += loss.item()
                    except Exception:
                        continue
                result[split] = total / k
    finally:
        for m, training in found:
            m.training = training
    return result
