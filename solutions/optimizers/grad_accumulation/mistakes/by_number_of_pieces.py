"""You divide each loss by the number of micro-batches, so each PIECE counts the same and the rows of a small piece count more than those of a large one. Weight a piece by its share of the rows, n / N.

fails: test_gradients[(6, 1)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) / len(micro_batches)
        loss.backward()
        mean += loss.item()
    return mean
