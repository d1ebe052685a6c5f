"""You switch autograd on at the end, whether or not it was on before. A caller that runs you inside its own `torch.no_grad()` records graphs from then on. Restore the state that you found; `with torch.no_grad():` does.

fails: test_grad_mode[off]
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
        torch.set_grad_enabled(True)
    return result
