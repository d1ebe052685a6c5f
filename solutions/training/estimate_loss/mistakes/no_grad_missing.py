"""You measure with autograd on. The numbers are right, but every forward pass keeps its activations for a backward pass that never comes, at several times the memory. eval() does not stop the recording; torch.no_grad() does.

fails: test_no_graph
"""

import torch


def estimate_loss(model, get_batch, k):
    found = [(m, m.training) for m in model.modules()]
    result = {}
    model.eval()
    try:
        with torch.enable_grad():
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
