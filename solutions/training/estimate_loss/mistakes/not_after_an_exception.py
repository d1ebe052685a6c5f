"""You restore the modes in the last lines, which are not reached when a batch raises. A caller that catches the error and goes on trains in evaluation mode. Put them into `finally`.

fails: test_error
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    if True:
        with torch.no_grad():
            for split in ("train", "val"):
                total = 0.0
                for _ in range(k):
                    x, y = get_batch(split)
                    logits, loss = model(x, y)
                    total += loss.item()
                result[split] = total / k
    if True:
        for m, training in found:
            m.training = training
    return result
