"""You clear the gradients before every piece, so only the last one's gradient is left. That is no accumulation: clear at most once, and here not at all.

fails: test_gradients[(4, 4)]
"""


def accumulate(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    mean = 0.0
    for x, y in micro_batches:
        loss = loss_fn(model(x), y) * len(x) / rows
        model.zero_grad()
        loss.backward()
        mean += loss.item()
    return mean
