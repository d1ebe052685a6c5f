"""You switch the model to training mode. Who accumulates gradients in eval mode, without dropout, gets them with it, and the model stays switched. Leave the mode alone.

fails: test_mode[False]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    model.train()
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean += loss.item()
    return mean
