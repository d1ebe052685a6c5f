"""You multiply each piece's mean by its number of rows and stop there, which gives the gradient of the SUM over all rows. Divide by the number of all rows.

fails: test_gradients[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        mean += loss.item() / rows
    return mean
