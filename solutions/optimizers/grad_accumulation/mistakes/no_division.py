"""You call backward on every piece's mean as it is. The gradients add up, so k pieces give one about k times too large, as if the learning rate had been multiplied by k. Weight each piece's loss by n / N before backward.

fails: test_gradients[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        mean += loss.item() * len(x) / rows
    return mean
