"""Hidden tests of backprop/autograd_layer."""

import weakref

import pytest
import torch

# leading dimensions, inputs, outputs; among them square weights
SIZES = [((4,), 3, 5), ((3,), 3, 3), ((2, 3), 4, 2), ((), 3, 4), ((1,), 1, 1)]


class Descent:
    """Gradient descent that keeps a record of its calls."""

    def __init__(self, lr=0.5):
        self.lr = lr
        self.calls = []

    def update(self, parameter, gradient):
        """Take one step."""
        new = parameter - self.lr * gradient
        self.calls.append((parameter.detach().clone(), gradient.detach().clone()))
        self.recorded = new.requires_grad
        return new


@pytest.fixture
def make(solution, randn):
    """`make(inputs, outputs, optimizer, trainable)`: a layer with random parameters."""

    def build(inputs, outputs, optimizer=None, trainable=True):
        start = randn(outputs, inputs), randn(outputs)
        return solution.Layer(*start, optimizer, trainable)

    return build


def parameters(layer):
    """Return the values of weight and bias."""
    return [layer.weight.detach().clone(), layer.bias.detach().clone()]


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(make, observe, randn, size):
    """The output has O features, and the gradient the shape of x."""
    lead, inputs, outputs = size
    layer = make(inputs, outputs, Descent())
    observe(tuple(layer.forward(randn(*lead, inputs)).shape), "the shape of the output")
    observe(tuple(layer.backward(randn(*lead, outputs)).shape), "the shape of dx")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 everything is in float64, and exact to its precision."""
    layer = make(3, 4, Descent())
    observe(layer.forward(randn(5, 3)), "the output")
    observe(layer.backward(randn(5, 4)), "dx")
    observe(parameters(layer), "weight and bias after the update")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_forward(make, observe, randn, size):
    """The output is tanh(x @ weight^T + bias)."""
    layer = make(*size[1:])
    observe(layer.forward(randn(*size[0], size[1])), "the output")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_update(make, observe, randn, size):
    """backward updates weight and bias by the optimizer, with their gradients."""
    lead, inputs, outputs = size
    layer = make(inputs, outputs, Descent())
    layer.forward(randn(*lead, inputs))
    layer.backward(randn(*lead, outputs))
    observe(parameters(layer), "weight and bias after the update")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("trainable", [True, False])
def test_dx(make, observe, randn, size, trainable):
    """backward returns the gradient of x at the parameters that the forward pass used."""
    lead, inputs, outputs = size
    layer = make(inputs, outputs, Descent(), trainable)
    layer.forward(randn(*lead, inputs))
    observe(layer.backward(randn(*lead, outputs)), "dx")


def test_what_the_optimizer_sees(make, observe, randn):
    """The optimizer is called for the weight, then for the bias, with value and gradient."""
    optimizer = Descent()
    layer = make(3, 4, optimizer)
    layer.forward(randn(2, 3))
    layer.backward(randn(2, 4))
    observe(optimizer.calls, "the parameters and gradients that update was given")


@pytest.mark.parametrize("case", ["frozen", "without an optimizer"])
def test_not_trained(make, observe, randn, case):
    """A frozen layer, or one without an optimizer, keeps its parameters and still gives dx."""
    optimizer = Descent() if case == "frozen" else None
    layer = make(3, 4, optimizer, trainable=case != "frozen")
    layer.forward(randn(2, 3))
    observe(layer.backward(randn(2, 4)), "dx")
    observe(parameters(layer), "weight and bias")
    observe(len(optimizer.calls) if optimizer else 0, "the number of updates")


def test_trainable_may_change(make, observe, randn):
    """A layer may be frozen and thawed at any time."""
    layer = make(3, 4, Descent())
    for trainable in (True, False, True):
        layer.trainable = trainable
        layer.forward(randn(2, 3))
        layer.backward(randn(2, 4))
        observe(parameters(layer), f"the parameters after a pass with trainable={trainable}")


def test_many_steps(make, observe, randn):
    """Over many passes each update starts from the last, with fresh gradients."""
    layer = make(3, 4, Descent(0.2))
    for _ in range(4):
        layer.forward(randn(5, 3))
        layer.backward(randn(5, 4))
        observe(parameters(layer), "the parameters after the pass")


def test_network(make, observe, randn):
    """Two layers, the first fed with the second's dx, learn together."""
    first, second = make(3, 6, Descent(0.2)), make(6, 2, Descent(0.2))
    x, targets = randn(8, 3), randn(8, 2).tanh()
    losses = []
    for _ in range(8):
        errors = second.forward(first.forward(x)) - targets
        losses.append(errors.square().mean())
        first.backward(second.backward(errors / 8))
    observe(torch.stack(losses), "the losses")


@pytest.mark.edges
def test_nothing_is_recorded(solution, observe, randn):
    """Output, dx and what the optimizer makes require no gradients, and parameters stay leaves."""
    optimizer = Descent()
    start = randn(4, 3, requires_grad=True), randn(4, requires_grad=True)
    layer = solution.Layer(*start, optimizer)
    out = layer.forward(randn(2, 3, requires_grad=True))
    dx = layer.backward(randn(2, 4))
    observe(dx.detach(), "dx")
    observe([out.requires_grad, dx.requires_grad], "whether output and dx require gradients")
    observe(optimizer.recorded, "whether what update computes is recorded")
    observe([layer.weight.is_leaf, layer.bias.is_leaf], "whether the parameters are leaves")


@pytest.mark.edges
def test_grad_stays_none(make, observe, randn):
    """No gradient is left in the .grad of x or of the parameters."""
    layer = make(3, 4)
    x = randn(2, 3, requires_grad=True)
    layer.forward(x)
    observe(layer.backward(randn(2, 4)), "dx")
    observe([x.grad, layer.weight.grad, layer.bias.grad], "the .grad of x, weight and bias")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn):
    """The caller's tensors are not changed, nor made to require gradients."""
    given = [randn(4, 3), randn(4), randn(2, 3), randn(2, 4)]
    layer = solution.Layer(given[0], given[1], Descent())
    layer.forward(given[2])
    layer.backward(given[3])
    observe(given, "weight, bias, x and grad_out after the calls")
    observe([tensor.requires_grad for tensor in given], "whether they require gradients")


@pytest.mark.edges
def test_last_forward_counts(make, observe, randn):
    """backward belongs to the last forward pass."""
    layer = make(3, 4, Descent())
    layer.forward(randn(5, 3))
    layer.forward(randn(2, 3))
    observe(layer.backward(randn(2, 4)), "dx")
    observe(parameters(layer), "the parameters")


@pytest.mark.edges
def test_backward_without_forward(make, observe, randn):
    """backward before any forward pass, or twice after one, raises RuntimeError."""
    layer = make(3, 4, Descent())
    observe.raises(RuntimeError, layer.backward, randn(2, 4))
    layer.forward(randn(2, 3))
    layer.backward(randn(2, 4))
    observe.raises(RuntimeError, layer.backward, randn(2, 4))
    observe(parameters(layer), "the parameters after the one backward pass that counts")


@pytest.mark.edges
def test_under_no_grad(make, observe, randn):
    """Under torch.no_grad() the layer trains as ever."""
    layer = make(3, 4, Descent())
    with torch.no_grad():
        layer.forward(randn(2, 3))
        observe(layer.backward(randn(2, 4)), "dx")
    observe(parameters(layer), "the parameters")


@pytest.mark.edges
def test_keeps_no_graph(make, observe, randn, device):
    """After backward the layer holds nothing of the graph, so x is freed with its last name."""
    layer, alive = make(3, 4, Descent()), []
    for _ in range(3):
        memory = randn(2, 3).cpu().numpy().copy()
        alive.append(weakref.ref(memory))
        x = torch.from_numpy(memory).to(device)  # lives as long as any tensor of this memory does
        layer.forward(x)
        observe(layer.backward(randn(2, 4)), "dx")
        del memory, x
        observe(sum(ref() is not None for ref in alive), "how many inputs are still alive")


@pytest.mark.cost
def test_frozen_is_cheaper(make, observe, randn, cost):
    """A frozen layer computes dx and no other gradient."""
    layer = make(64, 64, Descent(), trainable=False)
    layer.forward(randn(64, 64))
    found = cost(layer.backward, randn(64, 64))
    observe(found.result, "dx")
    observe.at_most(found.flops, "the FLOPs of a frozen layer's backward pass", times=1.2)


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_step(make, randn, rows=64):
    """One training step of a layer from 256 features to 256 on 64 rows."""
    layer, x, grad_out = make(256, 256, Still()), randn(rows, 256), randn(rows, 256)

    def call():
        return layer.forward(x), layer.backward(grad_out)

    return call


class Still:
    """An optimizer that leaves the parameter as it is, so that every call has the same result."""

    def update(self, parameter, gradient):
        """Take no step."""
        return parameter + 0 * gradient
