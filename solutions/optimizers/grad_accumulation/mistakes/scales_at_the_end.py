"""You let the gradients of sums collect and divide every `.grad` at the end. That also divides what was there before the call. Weight the losses instead.

fails: test_adds
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x)
        loss.backward()
        mean += loss.item() / rows
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= rows
    return mean
