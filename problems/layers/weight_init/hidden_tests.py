"""Hidden tests of layers/weight_init.

No drawn number is compared, only statistics of many. Their tolerances are six standard deviations
or more of the difference between two right answers: a false alarm has a probability below 1e-8 an
observation. Of n numbers, the standard deviation of a standard deviation is sqrt(0.2 / n) of it
for uniform ones and sqrt(0.5 / n) for normal ones; all weights here have 60 000 or more.
"""

import pytest
import torch

WIDE = [(300, 200), (100, 600), (64, 40, 5, 5), (40, 100, 15)]


@pytest.fixture
def generator(randint):
    """A seeded CPU generator."""
    return torch.Generator().manual_seed(int(randint(0, 2**31, 1)))


@pytest.fixture
def spread(observe):
    """`spread(weight)`: observe mean and standard deviation."""

    def check(weight, label=""):
        wide = weight.detach().double()
        deviation = wide.std()
        # sd of the difference: uniform 0.26 %, normal 0.41 %; of means 0.58 % of the deviation
        observe(float(deviation), f"the standard deviation {label}", rtol=0.025)
        observe(float(wide.mean() / deviation), f"the mean over it {label}", atol=0.035)
        # sd of the difference of two shares: 0.0028
        share = (wide.abs() < deviation).double().mean()
        observe(float(share), f"the share within one standard deviation {label}", atol=0.018)

    return check


@pytest.mark.shape
@pytest.mark.parametrize(
    "shape", [(4, 3), (1, 1), (6, 2, 5), (3, 4, 2, 5), torch.Size([2, 3])], ids=str
)
def test_shape(solution, observe, shape):
    """Both functions return a weight of the given shape, which carries no graph."""
    for draw in (solution.xavier_uniform, solution.kaiming_normal):
        weight = draw(shape)
        observe(tuple(weight.shape), "its shape")
        observe(weight.requires_grad, "whether it requires a gradient")


@pytest.mark.dtype
def test_dtypes(solution, observe):
    """Weights are float32; fans are ints in a tuple, gains are floats."""
    observe(str(solution.xavier_uniform((4, 3)).dtype), "the dtype of xavier_uniform")
    observe(str(solution.kaiming_normal((4, 3)).dtype), "the dtype of kaiming_normal")
    found = solution.fans((4, 3))
    observe([type(found).__name__, *(type(fan).__name__ for fan in found)], "the kinds of fans")
    observe(type(solution.gain_for("linear")).__name__, "the kind of a gain")


@pytest.mark.parametrize(
    "shape", [(5, 3), (1, 7), (7, 1), (6, 4, 3), (6, 4, 3, 3), (8, 3, 5, 2), (2, 3, 4, 5, 6)]
)
def test_fans(solution, observe, shape):
    """The fans are in and out, each times the elements of the kernel."""
    observe(solution.fans(shape), "(fan_in, fan_out)")


def test_gain(solution, observe):
    """Every nonlinearity has its gain, which a does not change."""
    for nonlinearity in ("linear", "sigmoid", "tanh", "relu"):
        observe(solution.gain_for(nonlinearity), f"the gain of {nonlinearity}")
        observe(solution.gain_for(nonlinearity, 0.5), f"the gain of {nonlinearity} with a=0.5")


@pytest.mark.parametrize("a", [0.01, 0.3, 1.0, 5**0.5])
def test_gain_of_leaky_relu(solution, observe, a):
    """The gain of a leaky ReLU depends on its slope."""
    observe(solution.gain_for("leaky_relu", a), "the gain")
    observe(solution.gain_for("leaky_relu"), "the gain without a slope")


@pytest.mark.parametrize("shape", WIDE, ids=str)
def test_xavier(solution, observe, spread, shape):
    """Xavier's values are uniform, with the range that both fans ask for."""
    weight = solution.xavier_uniform(shape)
    spread(weight)
    # the extremes are within 0.1 % of r but for a probability of e^-30
    observe([float(weight.min()), float(weight.max())], "the extremes", rtol=0.003)


@pytest.mark.parametrize("gain", [0.1, 5 / 3])
def test_xavier_gain(solution, observe, spread, gain):
    """The gain multiplies the range."""
    weight = solution.xavier_uniform((300, 200), gain)
    spread(weight)
    observe([float(weight.min()), float(weight.max())], "the extremes", rtol=0.003)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize("shape", WIDE, ids=str)
def test_kaiming(solution, spread, shape, mode):
    """Kaiming's values are normal, with the variance that the chosen fan asks for."""
    spread(solution.kaiming_normal(shape, mode))


@pytest.mark.parametrize("nonlinearity", ["linear", "tanh", "leaky_relu"])
def test_kaiming_gain(solution, spread, nonlinearity):
    """The gain is that of the nonlinearity that follows."""
    spread(solution.kaiming_normal((300, 200), "fan_in", nonlinearity, 0.7))


def test_kaiming_defaults(solution, spread):
    """By default it is fan_in and ReLU."""
    spread(solution.kaiming_normal((100, 600)))


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(5,), ()], ids=str)
def test_too_few_dimensions(solution, observe, shape):
    """A tensor of fewer than two dimensions raises ValueError."""
    for call in (solution.fans, solution.xavier_uniform, solution.kaiming_normal):
        observe.raises(ValueError, call, shape)


@pytest.mark.edges
def test_unknown_names(solution, observe):
    """An unknown nonlinearity or mode raises ValueError."""
    observe.raises(ValueError, solution.gain_for, "swoosh")
    observe.raises(ValueError, solution.kaiming_normal, (3, 4), "fan_in", "swoosh")
    observe.raises(ValueError, solution.kaiming_normal, (3, 4), "fan_both")


@pytest.mark.edges
def test_generator_decides(solution, observe, generator):
    """A generator in the same state gives the same weight."""
    state = generator.get_state()
    for draw in (solution.xavier_uniform, solution.kaiming_normal):
        generator.set_state(state)
        one = draw((20, 30), generator=generator).clone()
        generator.set_state(state)
        observe(draw((20, 30), generator=generator) - one, "the second minus the first")


@pytest.mark.edges
def test_global_seed_decides(solution, observe, randint):
    """Without a generator, the same torch.manual_seed gives the same weight."""
    seed = int(randint(0, 2**31, 1))
    for draw in (solution.xavier_uniform, solution.kaiming_normal):
        torch.manual_seed(seed)
        one = draw((20, 30)).clone()
        torch.manual_seed(seed)
        observe(draw((20, 30)) - one, "the second minus the first")


@pytest.mark.statistics
def test_independent(solution, observe, generator):
    """Rows, columns and calls are independent of each other."""
    for draw in (solution.xavier_uniform, solution.kaiming_normal):
        one, other = (draw((300, 300), generator=generator).double() for _ in range(2))
        deviation = one.std()
        for dim in (0, 1):
            # the sd of such a spread over 300 means is 4.1 % of it, 5.8 % of a difference
            spread = one.mean(dim).std() / deviation
            observe(float(spread), f"the spread of means over dim {dim}", rtol=0.36)
        # the sd of a difference of two correlations over 90 000: 0.0047
        product = (one * other).mean() / deviation**2
        observe(float(product), "the correlation of two calls", atol=0.03)


@pytest.mark.statistics
@pytest.mark.sizes(width=(128, 256, 512, 1024))
def bench_draw(solution, width=512):
    """Both initialisations of a weight of 512 x 512."""
    shape = (width, width)

    def call():
        return solution.xavier_uniform(shape), solution.kaiming_normal(shape, "fan_out", "tanh")

    return call
