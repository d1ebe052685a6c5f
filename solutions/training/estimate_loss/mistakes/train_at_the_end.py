"""You go to evaluation mode first and call `model.train()` last. That is wrong in two ways: a model or a part that was found in evaluation mode is switched to training, and after an exception the line is never reached. Note the flag of every module, and write them back in `finally`.

fails: test_restores_mode[eval]
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
    model.train()
    return result
