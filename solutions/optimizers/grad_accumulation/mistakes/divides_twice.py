"""You weight a piece by its share of the rows and divide by the number of pieces as well. The shares already add up to 1; your gradient is too small by the number of pieces.

fails: test_gradients[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows / len(micro_batches)
        loss.backward()
        mean += loss.item()
    return mean
