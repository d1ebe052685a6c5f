"""You clear the gradients at the start. What the caller had collected there, from another loss or an earlier call, is lost. Add to it, as backward does.

fails: test_adds
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    model.zero_grad()
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        loss.backward()
        mean += loss.item()
    return mean
