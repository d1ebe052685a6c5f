"""Hidden tests of backprop/dropout.

Another order of draws is a right answer, so no drawn mask is ever observed itself. Where the
output is compared, the places that the solution's own mask drops are filled with what a kept
element would give: the filled tensor is then the same for every right answer.

Statistics have a tolerance of six standard deviations or more of the difference between two right
answers with independent draws: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch

SHAPES = [(8, 16), (3, 4, 5), (7,), (), (0, 4)]


def train(solution, x, p):
    """Run a training pass on a copy of x, so that a change of x shows in its own test only."""
    return solution.dropout_forward(x.clone(), p, True)


def kept_only(out, mask, x, p):
    """Return `out` where it was kept, and x / (1 - p) where it was not."""
    return torch.where(mask != 0, out, x / (1 - p))


def dropped_only(out, mask):
    """Return `out` where it was dropped, and 0 where it was not."""
    return torch.where(mask != 0, torch.zeros_like(out), out)


def share(mask):
    """Return the share of True."""
    return float((mask != 0).double().mean())


def agreement(one, other):
    """Return the share of places in which two masks are equal."""
    return share((one != 0) == (other != 0))


@pytest.fixture
def generator(device, randint):
    """A seeded generator on the device of the inputs."""
    return torch.Generator(device=device).manual_seed(randint(0, 2**31, 1).item())


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, shape):
    """The output and the mask have the shape of x."""
    out, mask = solution.dropout_forward(randn(*shape), 0.4, True)
    observe([tuple(out.shape), tuple(mask.shape)], "the shapes of out and mask")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """Output and gradient keep the dtype of their input, and the mask is a bool tensor."""
    x, grad_out = randn(4, 5, dtype=dtype), randn(4, 5, dtype=dtype)
    out, mask = solution.dropout_forward(x, 0.4, True)
    observe([str(out.dtype), str(mask.dtype)], "the dtypes of out and mask")
    grad_in = solution.dropout_backward(grad_out, grad_out > 0, 0.4)
    observe(str(grad_in.dtype), "the dtype of the gradient")


@pytest.mark.parametrize("p", [0.1, 0.5, 0.75])
def test_training(solution, observe, randn, p):
    """In training, out is x / (1 - p) where the mask keeps and 0 where it drops."""
    x = randn(16, 32)
    out, mask = train(solution, x, p)
    observe(kept_only(out, mask, x, p), "out where the mask keeps")
    observe(dropped_only(out, mask), "out where the mask drops")


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_training_dtypes(solution, observe, randn, dtype):
    """In float64 and in bfloat16, the scaled values are as exact as the dtype is."""
    x = randn(16, 32, dtype=dtype)
    out, mask = train(solution, x, 0.3)
    observe(kept_only(out, mask, x, 0.3), "out where the mask keeps")
    observe(dropped_only(out, mask), "out where the mask drops")


@pytest.mark.parametrize("p", [0.0, 0.4, 1.0])
def test_evaluation(solution, observe, randn, p):
    """In evaluation, out equals x and the mask is True everywhere, whatever p is."""
    out, mask = solution.dropout_forward(randn(8, 16), p, False)
    observe(out, "out")
    observe(mask, "the mask")


@pytest.mark.edges
def test_p_zero(solution, observe, randn):
    """With p = 0 a training pass keeps everything."""
    out, mask = solution.dropout_forward(randn(32, 32), 0.0, True)
    observe(out, "out")
    observe(mask, "the mask")


@pytest.mark.edges
def test_p_zero_and_a_draw_of_zero(solution, observe, randn, device):
    """With p = 0 an element is kept even where the number drawn for it is exactly 0."""
    # Of 32 * 32 uniform numbers that torch.rand draws on the CPU with this seed, one is 0.
    generator = torch.Generator(device=device).manual_seed(11993)
    out, mask = solution.dropout_forward(randn(32, 32), 0.0, True, generator)
    observe(out, "out")
    observe(mask, "the mask")


@pytest.mark.edges
def test_p_one(solution, observe, randn):
    """With p = 1 a training pass gives zeros, not NaN."""
    out, mask = solution.dropout_forward(randn(32, 32), 1.0, True)
    observe(out, "out")
    observe(mask, "the mask")


@pytest.mark.edges
@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_p_out_of_range(solution, observe, randn, p):
    """A p outside [0, 1] raises ValueError, in both functions and in both modes."""
    x, mask = randn(3, 4), randn(3, 4) > 0
    observe.raises(ValueError, solution.dropout_forward, x, p, True)
    observe.raises(ValueError, solution.dropout_forward, x, p, False)
    observe.raises(ValueError, solution.dropout_backward, x, mask, p)


@pytest.mark.edges
def test_leaves_x_alone(solution, observe, randn):
    """The input x itself is not changed."""
    x = randn(8, 16)
    solution.dropout_forward(x, 0.5, True)
    solution.dropout_forward(x, 0.5, False)
    observe(x, "x after the calls")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """A transposed view is dropped element by element like any other tensor."""
    x = randn(16, 6).T
    out, mask = train(solution, x, 0.5)
    observe(kept_only(out, mask, x, 0.5), "out where the mask keeps")
    observe(dropped_only(out, mask), "out where the mask drops")


@pytest.mark.edges
def test_generator_decides(solution, observe, randn, generator):
    """A generator with the same seed gives the same mask."""
    x, state = randn(100, 100), generator.get_state()
    _, one = solution.dropout_forward(x, 0.5, True, generator)
    generator.set_state(state)
    _, other = solution.dropout_forward(x, 0.5, True, generator=generator)
    observe(agreement(one, other), "the share of equal places in both masks", atol=0.1)


@pytest.mark.edges
def test_global_seed_decides(solution, observe, randn, randint):
    """Without a generator, the same torch.manual_seed gives the same mask."""
    x, seed = randn(100, 100), randint(0, 2**31, 1).item()
    torch.manual_seed(seed)
    _, one = solution.dropout_forward(x, 0.5, True)
    torch.manual_seed(seed)
    _, other = solution.dropout_forward(x, 0.5, True)
    observe(agreement(one, other), "the share of equal places in both masks", atol=0.1)


@pytest.mark.edges
def test_evaluation_draws_nothing(solution, observe, randn, device, generator):
    """An evaluation pass takes no number from any generator."""
    x = randn(4, 8)
    solution.dropout_forward(x, 0.5, False, generator)
    solution.dropout_forward(x, 0.5, False)
    observe(torch.rand(4, device=device, generator=generator), "the generator's next numbers")
    observe(torch.rand(4, device=device), "the global generator's next numbers")


@pytest.mark.gradients
@pytest.mark.parametrize("p", [0.1, 0.5, 0.75])
def test_backward(solution, observe, randn, rand, p):
    """The gradient is grad_out / (1 - p) where the given mask keeps, and 0 where it drops."""
    observe(solution.dropout_backward(randn(16, 32), rand(16, 32) >= p, p), "the gradient")


@pytest.mark.gradients
def test_backward_float64(solution, observe, randn):
    """In float64 the gradient is exact to float64's precision."""
    grad_out, mask = randn(8, 16, dtype=torch.float64), randn(8, 16) > 0
    observe(solution.dropout_backward(grad_out, mask, 0.3), "the gradient")


@pytest.mark.gradients
def test_backward_extremes(solution, observe, randn):
    """With p = 0 the gradient is grad_out, and with p = 1 it is zeros, not NaN."""
    kept = torch.ones_like(randn(8, 16), dtype=torch.bool)
    observe(solution.dropout_backward(randn(8, 16), kept, 0.0), "the gradient with p = 0")
    observe(solution.dropout_backward(randn(8, 16), ~kept, 1.0), "the gradient with p = 1")


@pytest.mark.gradients
def test_backward_leaves_arguments_alone(solution, observe, randn):
    """The backward pass changes neither grad_out nor the mask."""
    grad_out, mask = randn(8, 16), randn(8, 16) > 0
    solution.dropout_backward(grad_out, mask, 0.5)
    observe(grad_out, "grad_out after the call")
    observe(mask, "the mask after the call")


@pytest.mark.gradients
def test_autograd(solution, observe, randn):
    """Autograd through the forward pass gives the gradient that the backward pass gives."""
    x, grad_out = randn(16, 32, requires_grad=True), randn(16, 32)
    out, mask = solution.dropout_forward(x, 0.4, True)
    by_hand = solution.dropout_backward(grad_out.clone(), mask, 0.4)
    (out * grad_out).sum().backward()
    observe(by_hand - x.grad, "the gradient by hand minus the one by autograd", atol=1e-5)
    observe(kept_only(x.grad, mask, grad_out, 0.4), "autograd's gradient where the mask keeps")
    observe(dropped_only(x.grad, mask), "autograd's gradient where the mask drops")


@pytest.mark.gradients
def test_autograd_through_backward(solution, observe, randn):
    """The backward pass can be differentiated by grad_out, as second derivatives need it."""
    grad_out, mask, cotangent = randn(8, 16, requires_grad=True), randn(8, 16) > 0, randn(8, 16)
    grad_in = solution.dropout_backward(grad_out.clone(), mask, 0.4)
    (grad_in * cotangent).sum().backward()
    observe(grad_out.grad, "the gradient of grad_out")


@pytest.mark.statistics
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_rate(solution, observe, randn, p):
    """The mask keeps an element with probability 1 - p."""
    _, mask = solution.dropout_forward(randn(250, 400), p, True)
    # sd of the difference of two rates over 100 000 draws: at most sqrt(2 / 4 / 1e5) = 0.00224
    observe(share(mask), "the share of kept elements", atol=0.0135)


@pytest.mark.statistics
def test_small_rate_in_bfloat16(solution, observe, randn):
    """A small p is met in bfloat16 too."""
    x = randn(1, dtype=torch.bfloat16).expand(500, 500).clone()
    _, mask = solution.dropout_forward(x, 0.001, True)
    # sd of the difference of two rates over 250 000 draws: sqrt(2 * 0.001 / 2.5e5) = 0.00009
    observe(1 - share(mask), "the share of dropped elements", atol=0.00055)


@pytest.mark.statistics
def test_elements_are_independent(solution, observe, randn):
    """Every element is dropped on its own: the share kept hardly differs from line to line."""
    _, mask = solution.dropout_forward(randn(40, 40, 40), 0.5, True)
    for dim in range(3):
        # sd of such a spread over 1600 lines: 1 / sqrt(2 * 1600) = 1.8 % of it, 2.5 % of a
        # difference
        spread = (mask != 0).double().mean(dim).std()
        observe(float(spread), f"the spread of the share kept along dimension {dim}", rtol=0.16)


@pytest.mark.statistics
def test_each_call_is_fresh(solution, observe, randn, generator):
    """Every call draws a new mask, from the global generator and from a given one."""
    x = randn(100, 100)
    for source in (None, generator):
        _, one = solution.dropout_forward(x, 0.5, True, source)
        _, other = solution.dropout_forward(x, 0.5, True, source)
        # sd of the difference of two shares over 10 000 places: sqrt(2 / 4 / 1e4) = 0.0071
        observe(agreement(one, other), "the share of equal places in two masks", atol=0.045)


@pytest.mark.statistics
@pytest.mark.sizes(rows=(128, 256, 512, 1024))
def bench_training(solution, randn, rows=512):
    """A training pass and its backward over 512 x 512 elements."""
    x, grad_out = randn(rows, 512), randn(rows, 512)

    def call():
        out, mask = solution.dropout_forward(x, 0.1, True)
        return out, solution.dropout_backward(grad_out, mask, 0.1)

    return call
