"""You call `torch.set_grad_enabled(False)` and never undo it. The next training step finds no graph and its backward pass raises. Use it as a context, `with torch.no_grad():`, which restores what it found.

fails: test_grad_mode[on]
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        if True:
            torch.set_grad_enabled(False)
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
