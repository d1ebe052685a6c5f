"""Hidden tests of training/train_loop.

Optimizer and schedule are written here: torch.optim imports a compiler at the first use, which
takes longer than all cases together.

Everything is in float64, so that a trajectory of many steps stays within a tight tolerance. The
clipping may divide by the norm plus 1e-6, which is why a clipped one has its own tolerance.
"""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

FEATURES, CLASSES = 5, 4
CLIPPED = {"rtol": 1e-4, "atol": 1e-5}


class Classifier(nn.Module):
    """A small classifier, with a part that shows the mode, and one that gets no gradient."""

    def __init__(self, width=6):
        super().__init__()
        self.first = nn.Linear(FEATURES, width)
        self.norm = nn.BatchNorm1d(width)
        self.head = nn.Linear(width, CLASSES)
        self.unused = nn.Linear(2, 2)
        self.modes = []

    def forward(self, x, y):
        """Return logits (B, C) and the mean cross-entropy; in evaluation the loss is halved."""
        self.modes.append([module.training for module in self.modules()])
        logits = self.head(torch.tanh(self.norm(self.first(x))))
        loss = cross_entropy(logits, y) * 4
        return logits, loss if self.training else loss / 2

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "Classifier()"


class Descent:
    """Gradient descent with momentum and weight decay; skips what has no gradient."""

    def __init__(self, parameters, lr=0.1, momentum=0.0, weight_decay=0.0):
        self.param_groups = [{"params": list(parameters), "lr": lr}]
        self.momentum, self.weight_decay = momentum, weight_decay
        self.velocity = {}

    def zero_grad(self, set_to_none=True):
        """Empty the gradients of its own parameters."""
        for parameter in self.param_groups[0]["params"]:
            parameter.grad = None if set_to_none else torch.zeros_like(parameter)

    @torch.no_grad()
    def step(self):
        """Move every parameter against its velocity."""
        group = self.param_groups[0]
        for parameter in group["params"]:
            if parameter.grad is not None:
                slope = parameter.grad + self.weight_decay * parameter
                speed = self.momentum * self.velocity.get(parameter, 0) + slope
                self.velocity[parameter] = speed
                parameter.sub_(group["lr"] * speed)

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "optimizer"


class Rates:
    """A schedule that sets the rate of step t to `rate(t)`."""

    def __init__(self, optimizer, rate):
        self.optimizer, self.rate, self.t = optimizer, rate, -1
        self.step()

    def step(self):
        """Go on to the next rate."""
        self.t += 1
        self.optimizer.param_groups[0]["lr"] = self.rate(self.t)

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "scheduler"


class Count:
    """A schedule that counts, and notes the weight that it finds at each call."""

    def __init__(self, weight):
        self.weight = weight
        self.found = []

    def step(self):
        """Note the weight."""
        self.found.append(self.weight.detach().clone())

    def __repr__(self):
        """Return one line, for the person who reads the failed call."""
        return "scheduler"


class Batches(list):
    """A list whose repr is one word, for the person who reads the failed call."""

    def __repr__(self):
        """Return that word."""
        return "batches"


class BatchError(Exception):
    """What a broken batch raises."""


@pytest.fixture
def model(fill):
    """A filled classifier in float64, in training mode."""
    return fill(Classifier()).double()


@pytest.fixture
def batches(randn, randint):
    """`batches(n, rows)`: n batches of random examples."""

    def make(n, rows=8, scale=1.0):
        def inputs():
            return randn(rows, FEATURES, dtype=torch.float64) * scale

        return Batches((inputs(), randint(0, CLASSES, rows)) for _ in range(n))

    return make


def sgd(model, lr=0.1, **options):
    """Return plain gradient descent."""
    return Descent(model.parameters(), lr, **options)


def weights(model):
    """Return parameters by name."""
    return dict(model.named_parameters())


def flags(model):
    """Return the mode of every module, by name."""
    return {name or "the model": module.training for name, module in model.named_modules()}


def failing(batches):
    """Yield the batches, then raise."""
    yield from batches
    raise BatchError("no more data")


@pytest.mark.shape
def test_record(solution, observe, model, batches):
    """The result is a list with a dict of three entries for each batch."""
    record = solution.train_epoch(model, batches(3), sgd(model))
    observe(type(record).__name__, "the kind of result")
    observe([sorted(row) for row in record], "the keys")


@pytest.mark.dtype
def test_plain_floats(solution, observe, model, batches):
    """All entries are Python floats."""
    for max_norm in (None, 0.5):
        record = solution.train_epoch(model, batches(2), sgd(model), max_norm=max_norm)
        observe([type(value).__name__ for row in record for value in row.values()], "the types")


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_plain_steps(solution, observe, model, batches, momentum):
    """Without clipping and schedule, each batch takes one step of the optimizer."""
    record = solution.train_epoch(model, batches(6), sgd(model, momentum=momentum))
    observe([row["loss"] for row in record], "the losses")
    observe(weights(model), "the parameters after the epoch")


def test_norm(solution, observe, model, batches):
    """The norm in the record is that of all gradients together, clipped or not."""
    record = solution.train_epoch(model, batches(4), sgd(model))
    observe([row["norm"] for row in record], "the norms without clipping")


@pytest.mark.parametrize("max_norm", [0.1, 0.7])
def test_clipping(solution, observe, model, batches, max_norm):
    """A norm above max_norm is scaled down to it, all gradients by one factor."""
    record = solution.train_epoch(model, batches(5), sgd(model, lr=0.5), max_norm=max_norm)
    observe([row["norm"] for row in record], "the norms before clipping", **CLIPPED)
    for name, weight in sorted(weights(model).items()):
        observe(weight, f"{name} after the epoch", **CLIPPED)


def test_below_the_limit(solution, observe, model, batches):
    """A norm below max_norm is left as it is, not scaled up."""
    record = solution.train_epoch(model, batches(4), sgd(model), max_norm=1e4)
    observe([row["norm"] for row in record], "the norms")
    observe(weights(model), "the parameters after the epoch")


def test_schedule(solution, observe, model, batches):
    """Each step uses the rate that the schedule has for it, and the record shows that rate."""
    optimizer = sgd(model, lr=0.5)
    scheduler = Rates(optimizer, lambda t: 0.5 * 0.6**t)
    record = solution.train_epoch(model, batches(5), optimizer, scheduler)
    observe([row["lr"] for row in record], "the rates")
    observe(weights(model), "the parameters after the epoch")
    observe(optimizer.param_groups[0]["lr"], "the rate after the epoch")


def test_several_groups(solution, observe, model, batches):
    """Where the optimizer has several groups, the record shows the rate of the first."""
    optimizer = sgd(model, lr=0.2)
    optimizer.param_groups.append({"params": [], "lr": 0.7})
    record = solution.train_epoch(model, batches(2), optimizer)
    observe([row["lr"] for row in record], "the rates")


def test_all_together(solution, observe, model, batches):
    """Momentum, clipping and a schedule with a warm-up work together over many steps."""
    optimizer = sgd(model, lr=1.0, momentum=0.8)
    rates = Rates(optimizer, lambda t: min(1.0, (t + 1) / 4) * 0.1)
    record = solution.train_epoch(model, batches(12), optimizer, rates, 0.8)
    observe([row["loss"] for row in record], "the losses", **CLIPPED)
    observe([row["lr"] for row in record], "the rates")


@pytest.mark.edges
def test_gradients_of_the_caller(solution, observe, model, batches, randn):
    """Gradients that the caller left behind take no part."""
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter) * 5
    solution.train_epoch(model, batches(2), sgd(model))
    observe(weights(model), "the parameters after the epoch")


@pytest.mark.edges
def test_gradients_outside_of_the_optimizer(solution, observe, model, batches):
    """A part that this optimizer does not train starts each batch without a gradient, too."""
    optimizer = sgd(model.head)
    record = solution.train_epoch(model, batches(4), optimizer)
    observe([row["norm"] for row in record], "the norms of all the model's gradients")
    observe(weights(model), "the parameters after the epoch")


@pytest.mark.edges
def test_clipping_outside_of_the_optimizer(solution, observe, model, batches):
    """Gradients that this optimizer does not use count in the norm that is clipped, too."""
    record = solution.train_epoch(model, batches(4), sgd(model.head, lr=0.5), max_norm=0.5)
    observe([row["norm"] for row in record], "the norms of all the model's gradients", **CLIPPED)
    for name, weight in sorted(weights(model).items()):
        observe(weight, f"{name} after the epoch", **CLIPPED)


@pytest.mark.edges
def test_a_frozen_part(solution, observe, model, batches):
    """Parameters without a gradient are left out of the norm, and do not move."""
    model.first.requires_grad_(False)
    record = solution.train_epoch(model, batches(3), sgd(model, weight_decay=0.1), max_norm=0.5)
    observe([row["norm"] for row in record], "the norms", **CLIPPED)
    observe(model.first.weight, "the frozen weight")
    observe(model.unused.weight, "the weight that nothing uses")


@pytest.mark.edges
def test_no_batches(solution, observe, model):
    """Without batches nothing happens, and the list is empty."""
    count = Count(model.head.weight)
    observe(solution.train_epoch(model, [], sgd(model), count, 1.0), "the record")
    observe([weights(model), count.found], "the parameters, and the calls of the schedule")


@pytest.mark.edges
def test_generator_of_batches(solution, observe, model, batches):
    """Batches may come from a generator, which can be gone through once."""
    record = solution.train_epoch(model, iter(batches(3)), sgd(model))
    observe([row["loss"] for row in record], "the losses")


@pytest.mark.edges
def test_schedule_after_step(solution, observe, model, batches):
    """The schedule advances once a batch, after the parameters have moved."""
    count = Count(model.head.weight)
    solution.train_epoch(model, batches(3), sgd(model), count)
    observe(count.found, "the weights that the schedule found")


@pytest.mark.edges
def test_in_training_mode(solution, observe, model, batches):
    """Every part of the model is in training mode during the epoch."""
    model.eval()
    record = solution.train_epoch(model, batches(3), sgd(model))
    observe(model.modes, "the modes at each call")
    observe([row["loss"] for row in record], "the losses")


@pytest.mark.edges
@pytest.mark.parametrize("frozen", ["all", "norm", "none"])
def test_restores_modes(solution, observe, model, batches, frozen):
    """Afterwards every part is in the mode in which it was found."""
    if frozen == "all":
        model.eval()
    if frozen == "norm":
        model.norm.eval()
    solution.train_epoch(model, batches(2), sgd(model))
    observe(flags(model), "the modes after the epoch")


@pytest.mark.edges
def test_error(solution, observe, model, batches):
    """An exception reaches the caller, and every part is back in its mode."""
    model.eval()
    model.head.train()
    observe.raises(BatchError, solution.train_epoch, model, failing(batches(2)), sgd(model))
    observe(flags(model), "the modes after the exception")


@pytest.mark.edges
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_loss_is_not_finite(solution, observe, model, batches, value):
    """A loss of NaN or infinity raises FloatingPointError, and its step is not taken."""
    good = batches(3)
    seen = []
    weight = model.head.bias

    class Broken(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = model

        def forward(self, x, y):
            seen.append(weight.detach().clone())
            logits, loss = self.inner(x, y)
            return logits, loss * value if len(seen) == 2 else loss

        def __repr__(self):
            return "Broken()"

    broken = Broken().eval()
    observe.raises(FloatingPointError, solution.train_epoch, broken, good, sgd(broken))
    observe(len(seen), "the calls of the model")
    observe([weight, weight - seen[-1]], "the bias, and how far that batch has moved it")
    observe(flags(model), "the modes after the exception")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_epoch(solution, fill, batches, rows=128):
    """Four batches of 128 examples, with clipping."""
    model, many = fill(Classifier(64)).double(), batches(4, rows)
    optimizer = sgd(model, lr=0.0)
    return lambda: solution.train_epoch(model, many, optimizer, max_norm=1.0)
