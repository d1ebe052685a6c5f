"""You divide every `.grad` at the end without asking whether there is one: for a frozen or unused parameter it is None. And what was there before the call is divided, too. Weight the losses instead.

fails: test_no_gradient
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        mean += loss.item() / rows
    for p in model.parameters():
        p.grad /= rows
    return mean
