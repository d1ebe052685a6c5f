"""Hidden tests of optimizers/rmsprop."""

import weakref

import pytest
import torch

SHAPES = [(4, 3), (3,), (2, 1, 5)]


def leaves(randn, *shapes, dtype=torch.float32):
    """Make parameters of these shapes."""
    return [randn(*shape, dtype=dtype, requires_grad=True) for shape in shapes]


def follow(optimizer, params, steps):
    """Step once for each list of gradients; return every parameter's values after each step."""
    seen = [[] for _ in params]
    for gradients in steps:
        for p, gradient in zip(params, gradients, strict=True):
            p.grad = gradient
        optimizer.step()
        for values, p in zip(seen, params, strict=True):
            values.append(p.detach().clone())
    return [torch.stack(values) for values in seen]


def draw(randn, params, count):
    """Make gradients of changing sign: for each of `count` steps one for each parameter."""
    return [[randn(*p.shape, dtype=p.dtype) for p in params] for _ in range(count)]


def test_first_step(solution, observe, randn):
    """The first step is lr / sqrt(1 - alpha) long, against the sign of the gradient."""
    params = leaves(randn, (4, 3))
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    observe(follow(optimizer, params, draw(randn, params, 1)), "the parameter after one step")


def test_defaults(solution, observe, randn):
    """With its default arguments the optimizer follows the path of the statement."""
    params = leaves(randn, *SHAPES)
    optimizer = solution.RMSprop(params)
    observe(follow(optimizer, params, draw(randn, params, 8)), "the parameters after each step")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"lr": 0.1, "alpha": 0.9}, id="plain"),
        pytest.param({"lr": 0.1, "alpha": 0.5, "eps": 0.3}, id="short memory"),
        pytest.param({"lr": 0.1, "alpha": 0.9, "centered": True}, id="centered"),
        pytest.param(
            {"lr": 0.2, "alpha": 0.8, "eps": 0.3, "centered": True}, id="centered, large eps"
        ),
    ],
)
def test_path(solution, observe, randn, arguments):
    """Over many steps with gradients of changing sign, every parameter follows the formulas."""
    params = leaves(randn, *SHAPES)
    optimizer = solution.RMSprop(params, **arguments)
    observe(follow(optimizer, params, draw(randn, params, 12)), "the parameters after each step")


def test_own_state(solution, observe, randn):
    """Parameters of the same shape do not share their running means."""
    params = leaves(randn, (3, 3), (3, 3), (3, 3))
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    observe(follow(optimizer, params, draw(randn, params, 5)), "the parameters after each step")


@pytest.mark.edges
@pytest.mark.parametrize("centered", [False, True])
def test_tiny_gradients(solution, observe, randn, centered):
    """Where gradients are as small as eps, eps counts outside the root."""
    params = leaves(randn, (8,))
    steps = [[g * 1e-4 for g in gradients] for gradients in draw(randn, params, 6)]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9, eps=1e-4, centered=centered)
    observe(follow(optimizer, params, steps), "the parameter after each step")


@pytest.mark.edges
def test_steady_gradient(solution, observe, randn):
    """A gradient that never changes has no variance, and rounding must not make it negative."""
    params = leaves(randn, (64,))
    optimizer = solution.RMSprop(params, lr=0.01, alpha=0.5, eps=0.1, centered=True)
    path = follow(optimizer, params, draw(randn, params, 1) * 40)
    observe(path[0], "the parameter after each step", atol=0.02, rtol=0.01)


@pytest.mark.edges
def test_float64(solution, observe, randn):
    """Parameters in float64 are updated with float64's precision, running means included."""
    params = leaves(randn, *SHAPES, dtype=torch.float64)
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    observe(follow(optimizer, params, draw(randn, params, 10)), "the parameters after each step")


@pytest.mark.edges
def test_scalar(solution, observe, randn):
    """A parameter without dimensions is updated as any other."""
    params = leaves(randn, ())
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    observe(follow(optimizer, params, draw(randn, params, 5)), "the parameter after each step")


@pytest.mark.edges
def test_zero_gradients(solution, observe, randn):
    """A gradient of zeros moves no parameter, and lets its running means fade."""
    params = leaves(randn, (4,), (4,))
    moving, again = draw(randn, params, 2)
    still = [torch.zeros_like(g) for g in moving]
    steps = [[still[0], moving[1]], still, [moving[0], still[1]], still, again]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    observe(follow(optimizer, params, steps), "the parameters after each step")


@pytest.mark.edges
def test_never_a_gradient(solution, observe, randn):
    """A parameter that never gets a gradient stays as it is, and the others are updated."""
    params = leaves(randn, (3,), (2, 2), (3,))
    steps = [[a, None, c] for a, _, c in draw(randn, params, 4)]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    observe(follow(optimizer, params, steps), "the parameters after each step")


@pytest.mark.edges
def test_gradient_comes_later(solution, observe, randn):
    """A parameter whose first gradient comes late starts its running means there."""
    params = leaves(randn, (3,), (2, 2))
    drawn = draw(randn, params, 5)
    steps = [[a, None] for a, _ in drawn[:2]] + drawn[2:]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    observe(follow(optimizer, params, steps), "the parameters after each step")


@pytest.mark.edges
def test_gradient_pauses(solution, observe, randn):
    """While a parameter has no gradient, its value and its running means both rest."""
    params = leaves(randn, (3,), (2, 2))
    drawn = draw(randn, params, 6)
    steps = drawn[:2] + [[a, None] for a, _ in drawn[2:4]] + drawn[4:]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    observe(follow(optimizer, params, steps), "the parameters after each step")


@pytest.mark.edges
def test_zero_grad(solution, observe, randn):
    """After zero_grad the gradient of every parameter is None, and a step changes nothing."""
    params = leaves(randn, (3,), (2, 2), ())
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    follow(optimizer, params, draw(randn, params, 2))
    optimizer.zero_grad()
    observe([p.grad for p in params], "the gradients after zero_grad()")
    optimizer.step()
    observe([p.detach() for p in params], "the parameters after one more step()")


@pytest.mark.edges
def test_leaves_gradients_alone(solution, observe, randn):
    """A step reads the gradients and does not change them."""
    params = leaves(randn, *SHAPES)
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    for _ in range(2):
        follow(optimizer, params, draw(randn, params, 1) * 2)
        observe([p.grad for p in params], "the gradients after step()")


@pytest.mark.edges
def test_gradients_are_reused(solution, observe, randn):
    """Each step counts the numbers that stand in the gradients then, also in the same tensors."""
    params = leaves(randn, (3,), (2, 2))
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    buffers = [torch.zeros_like(p) for p in params]
    for drawn in draw(randn, params, 4):
        for buffer, gradient in zip(buffers, drawn, strict=True):
            buffer.copy_(gradient)
        observe(follow(optimizer, params, [buffers]), "the parameters")


@pytest.mark.edges
def test_generator(solution, observe, randn):
    """Parameters that come from a generator are all updated, in every step."""
    params = leaves(randn, *SHAPES)
    optimizer = solution.RMSprop((p for p in params), lr=0.1, alpha=0.9)
    observe(follow(optimizer, params, draw(randn, params, 3)), "the parameters after each step")
    optimizer.zero_grad()
    observe([p.grad for p in params], "the gradients after zero_grad()")


@pytest.mark.edges
def test_same_memory(solution, observe, randn):
    """A view of a parameter, taken before the step, shows the new values after it."""
    params = leaves(randn, *SHAPES)
    views = [p.detach().view(-1) for p in params]
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.9)
    follow(optimizer, params, draw(randn, params, 2))
    observe(views, "the views")


@pytest.mark.edges
def test_training_loop(solution, observe, randn):
    """Loss, backward, step and zero_grad in a loop train a linear model."""
    x, y, weight, bias = randn(8, 3), randn(8, 2), *leaves(randn, (3, 2), (2,))
    optimizer = solution.RMSprop([weight, bias], lr=0.1, alpha=0.9)
    losses = []
    for _ in range(5):
        loss = (x @ weight + bias - y).square().mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
    observe(torch.stack(losses), "the loss before each step")


@pytest.mark.edges
def test_keeps_no_graph(solution, observe, randn):
    """After a step and zero_grad, nothing of the graph that a gradient carried is still alive."""
    saved = weakref.WeakSet()

    class Held:
        def __init__(self, tensor):
            self.tensor = tensor.detach()
            saved.add(self)

    params = leaves(randn, (3,), (2, 2))
    optimizer = solution.RMSprop(params, lr=0.1, alpha=0.8, eps=1e-2, centered=True)
    for gradients in draw(randn, params, 2):
        with torch.autograd.graph.saved_tensors_hooks(Held, lambda held: held.tensor):
            carrying = [(g.requires_grad_() * g).clone() for g in gradients]
        follow(optimizer, params, [carrying])
        del carrying
        optimizer.zero_grad()
    observe(len(saved), "how many tensors of the gradients' graph are kept")
    observe([p.detach() for p in params], "the parameters")


@pytest.mark.sizes(weights=(4, 8, 16, 32))
def bench_step(solution, randn, weights=16):
    """One step of sixteen weights of 128 x 128 and their biases."""
    params = leaves(randn, *[(128, 128), (128,)] * weights)
    for p in params:
        p.grad = randn(*p.shape)
    optimizer = solution.RMSprop(params, centered=True)
    optimizer.step()  # makes its state

    def call():
        optimizer.step()
        return params

    return call
