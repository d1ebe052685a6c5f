"""Hidden tests of backprop/autograd_engine."""

import operator

import pytest
import torch

OPERATIONS = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "x * y": lambda x, y: x * y,
    "x / y": lambda x, y: x / y,
    "-x": lambda x, _: -x,
    "x ** 3": lambda x, _: x**3,
    "x ** -2": lambda x, _: x**-2,
    "x ** 1.5": lambda x, _: x**1.5,
    "x.exp()": lambda x, _: x.exp(),
    "x.tanh()": lambda x, _: x.tanh(),
    "x.relu()": lambda x, _: x.relu(),
    "(-x).relu()": lambda x, _: (-x).relu(),
}
WITH_NUMBERS = {
    "x + 2": lambda x: x + 2,
    "2 + x": lambda x: 2 + x,
    "x - 0.5": lambda x: x - 0.5,
    "0.5 - x": lambda x: 0.5 - x,
    "x * 3": lambda x: x * 3,
    "3 * x": lambda x: 3 * x,
    "x / 4": lambda x: x / 4,
    "4 / x": lambda x: 4 / x,
    "sum([x, x, x])": lambda x: sum([x, x, x]),
}
TWICE = {
    "x + x": lambda x: x + x,
    "x * x": lambda x: x * x,
    "x - x": lambda x: x - x,
    "x / (x + 1)": lambda x: x / (x + 1),
    "x * x * x": lambda x: x * x * x,
    "x.exp() * x": lambda x: x.exp() * x,
}


def table(*numbers):
    """Return the numbers as one float64 tensor, to be compared side by side."""
    return torch.tensor([float(number) for number in numbers], dtype=torch.float64)


def grads(*values):
    """Return the gradients of the values."""
    return table(*(value.grad for value in values))


@pytest.fixture
def leaves(solution, rand):
    """`leaves(n)`: n values between 0.5 and 2."""
    return lambda n: [solution.Value(number) for number in (rand(n) * 1.5 + 0.5).tolist()]


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation(observe, leaves, name):
    """An operation computes its number, and sends back the derivative by each operand."""
    x, y = leaves(2)
    result = OPERATIONS[name](x, y)
    observe(table(result.data), f"the data of {name}")
    result.backward()
    observe(grads(x, y), f"the gradients of x and y after ({name}).backward()")


@pytest.mark.parametrize("name", WITH_NUMBERS)
def test_plain_numbers(observe, leaves, name):
    """Either side of an operation may be a plain number."""
    (x,) = leaves(1)
    result = WITH_NUMBERS[name](x)
    result.backward()
    observe(table(result.data), f"the data of {name}")
    observe(grads(x), f"the gradient of x after ({name}).backward()")


@pytest.mark.parametrize("name", TWICE)
def test_used_twice(observe, leaves, name):
    """A value that is used more than once gets the sum of what comes back from each use."""
    (x,) = leaves(1)
    TWICE[name](x).backward()
    observe(grads(x), f"the gradient of x after ({name}).backward()")


def test_inner_values(observe, leaves):
    """Every value on the way has its gradient, and the result itself has 1."""
    x, y = leaves(2)
    product = x * y
    shifted = product + 1
    result = shifted.tanh()
    result.backward()
    observe(grads(x, y, product, shifted, result), "the gradients of x, y and what follows")


@pytest.mark.parametrize("swapped", [False, True])
def test_order(observe, leaves, swapped):
    """A value hands its gradient on only when all of it has arrived."""
    (x,) = leaves(1)
    early = x * 2
    late = early.tanh() + 1
    later = late * early if swapped else early * late
    result = later + early if swapped else early + later
    result.backward()
    observe(grads(x, early, late, later), "the gradients along a short and a long way")


@pytest.mark.parametrize("steps", [6, 12, 24])
def test_any_graph(observe, leaves, rng, steps):
    """In a graph of any form, every value gets the derivative of the result by it."""
    values = leaves(3)
    operations = [
        operator.add,
        operator.sub,
        lambda a, b: (a * b).tanh(),
        lambda a, b: a / (b**2 + 1),
    ]
    for _ in range(steps):
        i, j = torch.randint(0, len(values), (2,), generator=rng).tolist()
        choice = int(torch.randint(0, 4, (1,), generator=rng))
        values.append(operations[choice](values[i], values[j]))
    sum(values[3:]).backward()
    observe(grads(*values), "the gradients of all values")


def test_neuron(observe, leaves):
    """A neuron with two inputs, a bias and tanh gets the gradients of its weights and inputs."""
    x1, x2, w1, w2, b = leaves(5)
    out = (w1 * x1 - w2 * x2 + b).tanh()
    out.backward()
    observe(table(out.data), "the output")
    observe(grads(x1, x2, w1, w2, b), "the gradients")


def test_returns_none(observe, leaves):
    """backward() and zero_grad() return None."""
    (x,) = leaves(1)
    result = x * 2
    observe([result.backward(), result.zero_grad()], "what they return")
    observe(grads(x), "the gradient of x")


@pytest.mark.edges
def test_before_backward(observe, leaves):
    """Before any backward pass all gradients are 0."""
    x, y = leaves(2)
    observe(grads(x, y, x * y, -x), "the gradients")


@pytest.mark.edges
def test_operands_stay(observe, leaves):
    """An operation changes none of its operands, and backward() no data."""
    x, y = leaves(2)
    kept = x
    x += y
    x *= 2
    (x - y).backward()
    observe(table(kept.data, y.data, x.data), "the data")
    observe(grads(kept, y, x), "the gradients")


@pytest.mark.edges
def test_backward_on_a_leaf(observe, leaves):
    """The derivative of a value by itself is 1."""
    (x,) = leaves(1)
    x.backward()
    observe(grads(x), "the gradient")


@pytest.mark.edges
def test_only_what_it_depends_on(observe, leaves):
    """A backward pass from an inner value leaves alone what does not lead to it."""
    x, y = leaves(2)
    inner = x * y
    outer = inner.exp() + y
    inner.backward()
    observe(grads(x, y, inner, outer), "the gradients")


@pytest.mark.edges
def test_second_backward(observe, leaves):
    """A second backward pass adds the same to every gradient once more."""
    x, y = leaves(2)
    inner = x * y
    middle = inner.tanh() + inner
    result = middle * x
    for count in (1, 2, 3):
        result.backward()
        observe(grads(x, y, inner, middle, result), f"the gradients after {count} passes")


@pytest.mark.edges
def test_two_results(observe, leaves):
    """The gradients of two results that share values add up."""
    x, y = leaves(2)
    shared = x * y + 1
    first, second = shared**2, shared.exp() * x
    first.backward()
    second.backward()
    observe(grads(x, y, shared, first, second), "the gradients after both")


@pytest.mark.edges
def test_zero_grad(observe, leaves):
    """After zero_grad every gradient is 0, and the next pass starts afresh."""
    x, y = leaves(2)
    inner = x * y
    result = inner.tanh() * x
    result.backward()
    result.zero_grad()
    observe(grads(x, y, inner, result), "the gradients after zero_grad()")
    result.backward()
    observe(grads(x, y, inner, result), "the gradients after the next pass")


@pytest.mark.edges
def test_zero_grad_of_a_part(observe, leaves):
    """zero_grad of an inner value leaves the gradients of what follows it."""
    x, y = leaves(2)
    inner = x * y
    result = inner.exp() + y
    result.backward()
    inner.zero_grad()
    observe(grads(x, y, inner, result), "the gradients")


@pytest.mark.edges
def test_training(solution, observe, leaves, rand):
    """Gradient descent with zero_grad between the steps brings the loss down."""
    w, b = leaves(2)
    points = rand(4, 2).tolist()
    losses = []
    for _ in range(5):
        loss = sum(((w * x + b).tanh() - y) ** 2 for x, y in points) / len(points)
        loss.zero_grad()
        loss.backward()
        for p in (w, b):
            p.data -= 0.5 * p.grad
        losses.append(loss.data)
    observe(table(*losses), "the loss before each step")


@pytest.mark.edges
def test_deep(observe, leaves):
    """A graph ten thousand values deep is no deeper than the engine can go."""
    x, y = leaves(2)
    total = x
    for _ in range(5000):
        total = total * 0.999 + y
    total.backward()
    observe(grads(x, y), "the gradients of x and y")
    total.zero_grad()
    observe(grads(x, y), "the gradients after zero_grad()")


@pytest.mark.edges
def test_many_ways(observe, leaves):
    """Where the ways through the graph are countless, the work is not."""
    (x,) = leaves(1)
    total = x
    for _ in range(60):
        total = total + total
    total.backward()
    observe(grads(x), "the gradient of x, 2 to the power of 60")
    total.zero_grad()
    observe(grads(x), "the gradient after zero_grad()")


@pytest.mark.edges
@pytest.mark.parametrize("number", [1000.0, -1000.0, 20.0, 0.0])
def test_tanh_far_out(solution, observe, number):
    """tanh is flat far out, and overflows nowhere."""
    x = solution.Value(number)
    result = x.tanh()
    result.backward()
    observe(table(result.data), f"tanh of {number}")
    observe(float(x.grad), "the gradient", atol=1e-12, rtol=1e-6)


@pytest.mark.edges
def test_relu_at_zero(solution, observe):
    """relu of 0 is 0, and its derivative is 0; right above 0 it is 1."""
    for number in (0.0, 1e-3, -1e-3):
        x = solution.Value(number)
        result = x.relu() * 3
        result.backward()
        observe(table(result.data, x.grad), f"relu({number}) * 3 and its derivative")


@pytest.mark.edges
@pytest.mark.parametrize("power", [0, 1, 2])
def test_small_powers(solution, observe, power):
    """x ** 0 has derivative 0, x ** 1 has 1 and x ** 2 has 2x, at 0 and below too."""
    for number in (2.0, -2.0, 0.0):
        x = solution.Value(number)
        result = x**power
        result.backward()
        observe(table(result.data, x.grad), f"{number} ** {power} and its derivative")


def bench_layer(solution, randn):
    """The backward pass of 10 neurons with 20 inputs each."""
    weights, x = randn(10, 20).tolist(), randn(20).tolist()

    def call():
        inputs = [solution.Value(number) for number in x]
        outs = [sum(w * v for w, v in zip(row, inputs, strict=True)).tanh() for row in weights]
        sum(outs).backward()
        return [value.grad for value in inputs]

    return call
