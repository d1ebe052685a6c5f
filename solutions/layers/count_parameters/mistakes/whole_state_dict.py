"""You add up the entries of `state_dict()`, and give a number for what trains that is the same. The state holds buffers as well, lists a tied weight once for every name, and its tensors know nothing of requires_grad. Walk over `parameters()`.

fails: test_layers
"""


def count_parameters(model):
    total = sum(t.numel() for t in model.state_dict().values())
    return total, total


def count_mlp(widths, bias=True):
    total = 0
    for inputs, outputs in zip(widths[:-1], widths[1:]):
        total += inputs * outputs
        if bias:
            total += outputs
    return total
