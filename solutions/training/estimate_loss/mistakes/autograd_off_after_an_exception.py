"""You switch autograd off and on by two calls, and the second is not reached when a batch raises. Every training step after that finds no graph. A `with` block is cleaned up in both cases.

fails: test_grad_mode_after_error
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        if True:
            was = torch.is_grad_enabled()
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
    torch.set_grad_enabled(was)
    return result
