"""Hidden tests of optimizers/lr_schedule."""

import pytest

# (warmup_steps, total_steps)
PLANS = [(4, 12), (1, 2), (10, 100), (5, 6), (3, 50)]


def test_warm_up(solution, observe):
    """Before step W the rate rises in equal parts, and the first step has its part already."""
    rates = [solution.lr_at(step, 0.6, 5, 20, min_lr=0.06) for step in range(5)]
    observe(rates, "the rates of steps 0 to 4, with W = 5")


def test_peak(solution, observe):
    """At step W the rate is max_lr."""
    rates = [solution.lr_at(w, 3e-4, w, t, min_lr=3e-5) for w, t in PLANS]
    observe(rates, f"the rates of steps W, for (W, T) of {PLANS}")


def test_halfway(solution, observe):
    """Halfway through the decay the rate lies halfway between max_lr and min_lr."""
    observe(solution.lr_at(60, 1.0, 20, 100, min_lr=0.2), "the rate of step 60, W = 20, T = 100")


def test_decay(solution, observe):
    """From step W to step T the rate falls along half a cosine wave."""
    rates = [solution.lr_at(step, 0.5, 4, 24, min_lr=0.05) for step in range(4, 25)]
    observe(rates, "the rates of steps 4 to 24, with W = 4 and T = 24")


def test_default_min(solution, observe):
    """Without min_lr the decay goes down to 0."""
    rates = [solution.lr_at(step, 0.5, 2, 10) for step in range(12)]
    observe(rates, "the rates of steps 0 to 11, with W = 2 and T = 10")


@pytest.mark.parametrize("warmup_steps, total_steps", PLANS)
def test_whole_run(solution, observe, warmup_steps, total_steps):
    """Over a whole training, from the first step to beyond the last, every rate is right."""
    rates = [
        solution.lr_at(step, 1e-3, warmup_steps, total_steps, min_lr=1e-4)
        for step in range(total_steps + 3)
    ]
    observe(rates, "the rates of all steps")


@pytest.mark.edges
def test_long_run(solution, observe):
    """In a training of many thousand steps every rate is right."""
    steps = [0, 1, 1999, 2000, 2001, 50_000, 99_000, 100_000, 150_000]
    rates = [solution.lr_at(step, 6e-4, 2000, 100_000, min_lr=6e-5) for step in steps]
    observe(rates, f"the rates of steps {steps}, with W = 2000 and T = 100000")


@pytest.mark.edges
def test_after_the_end(solution, observe):
    """From step T on the rate stays at min_lr."""
    rates = [solution.lr_at(step, 0.5, 2, 10, min_lr=0.1) for step in (10, 11, 15, 18, 1000)]
    observe(rates, "the rates of steps 10, 11, 15, 18 and 1000, with T = 10")


@pytest.mark.edges
def test_no_warm_up(solution, observe):
    """With W = 0 the decay starts from max_lr at step 0."""
    rates = [solution.lr_at(step, 0.5, 0, 8, min_lr=0.1) for step in range(10)]
    observe(rates, "the rates of steps 0 to 9, with W = 0 and T = 8")


@pytest.mark.edges
@pytest.mark.parametrize("steps", [4, 1, 0])
def test_no_decay(solution, observe, steps):
    """With W = T the rate falls from the warm-up to min_lr at step T."""
    rates = [solution.lr_at(step, 0.5, steps, steps, min_lr=0.1) for step in range(steps + 3)]
    observe(rates, "the rates from step 0 to beyond T")


@pytest.mark.edges
def test_constant(solution, observe):
    """Where min_lr is max_lr, the rate stays constant after the warm-up."""
    rates = [solution.lr_at(step, 0.5, 3, 9, min_lr=0.5) for step in range(12)]
    observe(rates, "the rates of steps 0 to 11, with W = 3 and T = 9")


@pytest.mark.edges
def test_any_order(solution, observe):
    """Steps asked for in any order, also twice, have the rates that they always have."""
    rates = [solution.lr_at(step, 0.5, 3, 9, min_lr=0.1) for step in (7, 2, 7, 0, 5, 2)]
    observe(rates, "the rates of steps 7, 2, 7, 0, 5 and 2")


@pytest.mark.edges
@pytest.mark.parametrize("warmup_steps, total_steps", [(5, 4), (-1, 4), (1, 0)])
def test_bad_plan(solution, observe, warmup_steps, total_steps):
    """A warm-up that is negative or longer than the training raises ValueError."""
    observe.raises(ValueError, solution.lr_at, 0, 0.5, warmup_steps, total_steps)


def bench_run(solution):
    """The rates of 2000 steps."""
    return lambda: [solution.lr_at(step, 6e-4, 200, 2000, min_lr=6e-5) for step in range(2000)]
