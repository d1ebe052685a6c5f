"""Your gradients are right, and the loss that you return is the sum of the pieces' means, which grows with the number of pieces. Return the mean over all rows.

fails: test_loss[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean += loss.item() * rows / len(x)
    return mean
