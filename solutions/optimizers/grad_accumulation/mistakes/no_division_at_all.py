"""You call backward on every piece's mean as it is and return the sum of the losses. k pieces then give a gradient and a loss about k times too large, as if the learning rate had been multiplied by k. Weight each piece by n / N.

fails: test_gradients[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        mean += loss.item()
    return mean
