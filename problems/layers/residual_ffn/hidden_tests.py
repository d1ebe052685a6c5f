"""Hidden tests of layers/residual_ffn.

Rounding makes a jump of a tiny difference, so its cases are in float64, where two right answers
differ by far too little to stand on two sides of one, or on numbers that are exact in any order.

No drawn mask is compared: where a solution drops, what a kept element would give is put in its
place. The statistics have a tolerance of six standard deviations or more of the difference
between two right answers: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch


@pytest.fixture
def make(solution, fill):
    """`make(n_embd, n_hidden, p)`: a layer in float64 with the weights of every solution."""

    def build(n_embd, n_hidden, p=0.1, dtype=torch.float64):
        return fill(solution.ResidualFFN(n_embd, n_hidden, p)).to(dtype)

    return build


@pytest.fixture
def double(randn):
    """`double(*shape)`: standard normal values in float64."""
    return lambda *shape: randn(*shape, dtype=torch.float64)


def dropped(layer, x):
    """Return out, and where it equals x."""
    out = layer.train()(x.clone())
    return out, out == x


def share(flags):
    """Return the share of True."""
    return float(flags.double().mean())


@pytest.mark.shape
@pytest.mark.parametrize("n_embd, n_hidden", [(8, 32), (5, 3), (4, 4)])
def test_parameters(solution, observe, n_embd, n_hidden):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.ResidualFFN(n_embd, n_hidden).named_parameters()
    observe({name: tuple(weight.shape) for name, weight in named}, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(2, 3, 6), (4, 6), (6,), (2, 2, 2, 6)], ids=str)
def test_shape(make, observe, double, shape):
    """The result has the shape of x in both modes."""
    layer = make(6, 6)
    observe(tuple(layer.train()(double(*shape)).shape), "the shape in training")
    observe(tuple(layer.eval()(double(*shape)).shape), "the shape in evaluation")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """The result has the dtype of x in both modes."""
    layer = make(4, 4, dtype=dtype)
    observe(str(layer.train()(randn(2, 4, dtype=dtype)).dtype), "the dtype in training")
    observe(str(layer.eval()(randn(2, 4, dtype=dtype)).dtype), "the dtype in evaluation")


@pytest.mark.parametrize("n_embd, n_hidden", [(8, 32), (5, 3), (6, 6), (1, 1)])
def test_evaluation(make, observe, double, n_embd, n_hidden):
    """In evaluation nothing is dropped, and the sum is rounded to 4 decimals."""
    observe(make(n_embd, n_hidden, 0.5).eval()(double(3, 7, n_embd)))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("n_embd, n_hidden", [(8, 32), (5, 3), (6, 6)])
def test_training_without_dropout(make, observe, randn, n_embd, n_hidden, dtype):
    """In training with p = 0 the result is x plus the sub-layer's result, unrounded."""
    layer = make(n_embd, n_hidden, 0.0, dtype).train()
    observe(layer(randn(3, 7, n_embd, dtype=dtype)))


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_training(make, observe, double, p):
    """In training out is x where dropped, else x plus the sub-layer's result / (1 - p)."""
    x = double(10, 6)
    branch = make(6, 16, 0.0).train()(x.clone()) - x
    out, gone = dropped(make(6, 16, p), x)
    observe(torch.where(gone, x + branch / (1 - p), out), "out where nothing is dropped")


@pytest.mark.edges
def test_rounds_the_sum(make, observe, double):
    """The final sum is rounded, not its parts."""
    layer = make(4, 8)
    observe(layer.eval()(double(50, 4) * 1e-3), "small inputs")
    observe(layer.eval()(double(50, 4) * 1e3), "large inputs")


@pytest.mark.edges
def test_halves(make, observe, randint):
    """Halves of the fourth decimal go to the even neighbour, also below zero."""
    layer = make(4, 8)
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
    observe(layer.eval()(randint(-300, 300, 40, 4).double() / 32), "multiples of 1/32")


@pytest.mark.edges
def test_modes_alternate(make, observe, double):
    """The layer follows train() and eval() back and forth, also when set by its parent."""
    layer, x = make(6, 16, 1.0), double(3, 6)
    parent = torch.nn.Sequential(layer)
    for mode in (True, False, True):
        parent.train(mode)
        observe(layer(x.clone()), "in training" if mode else "in evaluation")


@pytest.mark.edges
def test_p_one(make, observe, double):
    """With p = 1 a training pass gives x."""
    observe(make(6, 16, 1.0).train()(double(4, 6)))


@pytest.mark.edges
@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_p_out_of_range(solution, observe, p):
    """A p outside [0, 1] raises ValueError."""
    observe.raises(ValueError, solution.ResidualFFN, 4, 8, p)


@pytest.mark.edges
def test_leaves_x_alone(make, observe, double):
    """The input x itself is not changed, in either mode."""
    layer, x = make(6, 16), double(3, 6)
    layer.train()(x)
    layer.eval()(x)
    observe(x, "x after the calls")


@pytest.mark.edges
def test_not_contiguous(make, observe, double):
    """A transposed view works like a tensor of its own."""
    observe(make(6, 16).eval()(double(5, 2, 6).transpose(0, 1)))


@pytest.mark.edges
def test_no_rows(make, observe, double):
    """A batch of no rows gives no rows."""
    observe(make(6, 16).eval()(double(0, 6)))


@pytest.mark.gradients
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_gradients(make, observe, double, gradients, p):
    """Gradients reach x and all weights; with everything dropped, x by the residual alone."""
    layer, x = make(6, 16, p).train(), double(3, 6).requires_grad_()
    named = sorted(layer.named_parameters())
    found = gradients(layer(x), [x, *(weight for _, weight in named)])
    for name, gradient in zip(["x", *(name for name, _ in named)], found, strict=True):
        observe(x.new_zeros(()) if gradient is None else gradient, f"the gradient of {name}")


@pytest.mark.statistics
@pytest.mark.parametrize("p", [0.1, 0.5])
def test_rate(make, observe, double, p):
    """An element is dropped with probability p, each on its own."""
    _, gone = dropped(make(100, 2, p), double(400, 100))
    # sd of the difference of two rates over 40 000 draws: at most sqrt(2 / 4 / 4e4) = 0.0036
    observe(share(gone), "the share of dropped elements", atol=0.022)
    for dim in (0, 1):
        # sd of such a spread over 100 lines is 7 % of it, 10 % of a difference
        spread = float(gone.double().mean(dim).std())
        observe(spread, f"the spread of that share along dimension {dim}", rtol=0.7)


@pytest.mark.statistics
def test_default_rate(solution, observe, fill, randn):
    """The default p is 0.1."""
    x = randn(400, 100)
    _, gone = dropped(fill(solution.ResidualFFN(100, 2)), x)
    observe(share(gone), "the share of dropped elements", atol=0.022)


@pytest.mark.statistics
def test_each_call_is_fresh(make, observe, double):
    """Every call in training draws anew."""
    layer, x = make(100, 2, 0.5), double(200, 100)
    agree = share(dropped(layer, x)[1] == dropped(layer, x)[1])
    # sd of the difference of two shares over 20 000 places: sqrt(2 / 4 / 2e4) = 0.005
    observe(agree, "the share of equal places in two calls", atol=0.03)


@pytest.mark.statistics
@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_training(make, randn, rows=64):
    """A training pass over 64 tokens of 128 features, 512 between."""
    layer, x = make(128, 512, 0.1, torch.float32).train(), randn(rows, 128)
    return lambda: layer(x)
