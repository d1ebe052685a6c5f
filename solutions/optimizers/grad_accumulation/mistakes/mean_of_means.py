"""Your gradients are right, and the loss that you return is the plain mean of the pieces' means, in which rows of small pieces count more. Weight it as the gradients are weighted.

fails: test_loss[(6, 1)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean += loss.item() * rows / len(x) / len(micro_batches)
    return mean
