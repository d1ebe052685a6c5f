"""You switch `requires_grad` off on every parameter and on again at the end. A parameter that was frozen before comes back trainable. `torch.no_grad()` stops the recording and touches no parameter.

fails: test_leaves_parameters_alone
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        if True:
            model.requires_grad_(False)
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
        model.requires_grad_(True)
    return result
