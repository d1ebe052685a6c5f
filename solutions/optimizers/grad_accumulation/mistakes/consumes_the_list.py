"""You take the pieces out of the caller's list, which is empty afterwards: a second epoch over it, or a log of its size, finds nothing. Only read it.

fails: test_nothing_else_changes
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    while micro_batches:
        x, y = micro_batches.pop(0)
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean += loss.item()
    return mean
