"""You note `model.training`, and hand it to `model.train(...)` in the last lines. That sets one mode in all submodules, so frozen parts wake up, and after an exception it is never reached. Note the flag of every module, and write them back in `finally`.

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
    model.train(found[0][1])
    return result
