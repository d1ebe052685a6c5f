"""You return a tensor, and with it what is left of the graphs. The result is a Python float: `.item()`.

fails: test_loss[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean = mean + loss
    return mean
