"""You clear the gradients first, divide by the number of pieces, and return the last loss. The gradient is to be added to what is there, every row counts the same, and the result is the mean loss over all rows.

fails: test_gradients[(6, 1)]
"""


def accumulate(model, loss_fn, micro_batches):
    model.zero_grad()
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) / len(micro_batches)
        loss.backward()
    return loss.item() * len(micro_batches)
