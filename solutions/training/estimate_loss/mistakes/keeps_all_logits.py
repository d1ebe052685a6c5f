"""You collect what the model returns for all k batches and average at the end. The logits are the largest tensors there are, and all k of them stay alive. Keep the number and let the rest go.

fails: test_memory
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        with torch.no_grad():
            for split in ("train", "val"):
                outputs = []
                for _ in range(k):
                    x, y = get_batch(split)
                    outputs.append(model(x, y))
                result[split] = sum(loss.item() for _, loss in outputs) / k
    finally:
        for m, training in found:
            m.training = training
    return result
