"""You return the loss of the last piece. A log then shows one small piece of each batch. The result is the mean over all rows.

fails: test_loss[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
    return loss.item() * rows / len(x)
