"""Hidden tests of norms/batch_norm_2d."""

import pytest
import torch

# among them C == W, C == H, B == C, one image, one pixel
SHAPES = [(2, 3, 4, 5), (2, 4, 3, 4), (3, 3, 3, 3), (1, 3, 2, 4), (5, 2, 1, 1)]


@pytest.fixture
def state(randn, rand):
    """`state(C, dtype)`: weight, bias, running_mean and running_var of C channels."""

    def make(channels, dtype=torch.float32):
        weight, bias, mean = (randn(channels, dtype=dtype) for _ in range(3))
        return weight, bias, mean, rand(channels, dtype=dtype) + 0.5

    return make


@pytest.fixture
def images(randn):
    """`images(shape, dtype)`: images whose channels and pixels differ in mean and spread."""

    def make(shape, dtype=torch.float32):
        x = randn(*shape, dtype=dtype)
        x = x * randn(shape[1], 1, 1, dtype=dtype) + randn(*shape[1:], dtype=dtype)
        return x + 2 * randn(shape[0], 1, 1, 1, dtype=dtype)

    return make


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, images, state, shape):
    """The result has the shape of x in both modes."""
    for training in (True, False):
        result = solution.batch_norm_2d(images(shape), *state(shape[1]), training)
        observe(tuple(result.shape), f"the shape with training={training}")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("training", [True, False])
def test_keeps_dtype(solution, observe, images, state, dtype, training):
    """The result has the dtype of x."""
    x = images((2, 3, 2, 2), dtype)
    observe(str(solution.batch_norm_2d(x, *state(3, dtype), training).dtype), "the dtype")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_training(solution, observe, images, state, shape):
    """In training each channel is normalised over samples and pixels by its biased variance."""
    observe(solution.batch_norm_2d(images(shape), *state(shape[1]), True))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_running_statistics(solution, observe, images, state, shape):
    """A training pass moves running mean and running UNBIASED variance by momentum, in place."""
    weight, bias, mean, var = state(shape[1])
    solution.batch_norm_2d(images(shape), weight, bias, mean, var, True)
    observe(mean, "running_mean after the call")
    observe(var, "running_var after the call")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_evaluation(solution, observe, images, state, shape):
    """In evaluation each channel is normalised by its running statistics."""
    observe(solution.batch_norm_2d(images(shape), *state(shape[1]), False))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, images, state, dtype):
    """In float64 result and running statistics are exact to float64's precision."""
    weight, bias, mean, var = state(3, dtype)
    for training in (True, False):
        x = images((2, 3, 4, 5), dtype)
        result = solution.batch_norm_2d(x, weight, bias, mean, var, training)
        observe([result, mean, var], f"result and running statistics, training={training}")


@pytest.mark.edges
@pytest.mark.parametrize("momentum", [0.0, 0.75, 1.0])
def test_momentum(solution, observe, images, state, momentum):
    """Momentum is the share of the new statistics: with 0 nothing moves, with 1 nothing stays."""
    weight, bias, mean, var = state(3)
    solution.batch_norm_2d(images((2, 3, 2, 3)), weight, bias, mean, var, True, momentum)
    observe([mean, var], "running_mean and running_var after the call")


@pytest.mark.edges
@pytest.mark.parametrize("training", [True, False])
def test_eps(solution, observe, randn, state, training):
    """The given eps counts inside the root, in both modes."""
    weight, bias, mean, var = state(3)
    x, mean, var = randn(2, 3, 4, 4) * 1e-3, mean * 1e-3, var * 1e-6
    result = solution.batch_norm_2d(x, weight, bias, mean, var, training, eps=1e-6)
    observe(result, "values of about 1e-3 with eps=1e-6")


@pytest.mark.edges
def test_default_eps(solution, observe, randn, state):
    """Without eps, 1e-5 is added to the variance."""
    observe(solution.batch_norm_2d(randn(2, 3, 4, 4) * 3e-3, *state(3), True))


@pytest.mark.edges
def test_equal_numbers(solution, observe, images, state):
    """A channel of equal numbers gives bias, not NaN."""
    x = images((2, 3, 2, 2))
    x[:, 1] = 2.0
    observe(solution.batch_norm_2d(x, *state(3), True))


@pytest.mark.edges
def test_large_mean(solution, observe, randn, state):
    """A channel far from zero keeps its first digits: the variance is taken from deviations."""
    # steps of 1/64 near 1000 are exact in float32
    x = (randn(2, 3, 4, 4) * 64).round() / 64 + 1000
    result = solution.batch_norm_2d(x, *state(3), True)
    observe(result, "values of about 1000", atol=3e-3)


@pytest.mark.edges
def test_one_value_in_training(solution, observe, images, state):
    """In training, one value a channel raises ValueError and leaves the statistics alone."""
    weight, bias, mean, var = state(3)
    x = images((1, 3, 1, 1))
    observe.raises(ValueError, solution.batch_norm_2d, x, weight, bias, mean, var, True)
    observe([mean, var], "running_mean and running_var after the call")


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(2, 3, 1, 1), (1, 3, 1, 2)], ids=str)
def test_two_values_in_training(solution, observe, images, state, shape):
    """In training, two values a channel are enough."""
    weight, bias, mean, var = state(3)
    observe(solution.batch_norm_2d(images(shape), weight, bias, mean, var, True))
    observe([mean, var], "running_mean and running_var after the call")


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(1, 3, 1, 1), (0, 3, 2, 2)], ids=str)
def test_small_batch_in_evaluation(solution, observe, images, state, shape):
    """In evaluation, one value a channel and an empty batch are legal."""
    observe(solution.batch_norm_2d(images(shape), *state(3), False))


@pytest.mark.edges
def test_evaluation_changes_nothing(solution, observe, images, state):
    """An evaluation pass leaves the running statistics as they were."""
    weight, bias, mean, var = state(3)
    solution.batch_norm_2d(images((2, 3, 2, 2)), weight, bias, mean, var, False)
    observe([mean, var], "running_mean and running_var after the call")


@pytest.mark.edges
@pytest.mark.parametrize("training", [True, False])
def test_leaves_arguments_alone(solution, observe, images, state, training):
    """Neither x nor weight nor bias is changed."""
    x, (weight, bias, mean, var) = images((2, 3, 2, 2)), state(3)
    solution.batch_norm_2d(x, weight, bias, mean, var, training)
    observe([x, weight, bias], "x, weight and bias after the call")


@pytest.mark.edges
@pytest.mark.parametrize("training", [True, False])
def test_memory_layout(solution, observe, images, state, training):
    """Images in channels-last layout, and transposed ones, are normalised like any other."""
    x = images((2, 3, 4, 5)).to(memory_format=torch.channels_last)
    observe(solution.batch_norm_2d(x, *state(3), training), "channels last")
    x = images((2, 5, 4, 3)).transpose(1, 3)
    observe(solution.batch_norm_2d(x, *state(3), training), "transposed")


@pytest.mark.gradients
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (3, 3, 3, 3)], ids=str)
def test_gradients(solution, observe, images, state, gradients, shape, training):
    """Gradients reach x, in training through mean and variance too, and weight and bias."""
    weight, bias, mean, var = state(shape[1])
    inputs = [images(shape).requires_grad_(), weight.requires_grad_(), bias.requires_grad_()]
    found = gradients(solution.batch_norm_2d(*inputs, mean, var, training), inputs)
    for name, gradient in zip(["x", "weight", "bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_keeps_no_graph(solution, observe, images, state):
    """A pass in evaluation sends no gradient back into the batch the statistics came from."""
    weight, bias, mean, var = state(3)
    earlier, x = (images((2, 3, 2, 2)).requires_grad_() for _ in range(2))
    scale = images((2, 3, 2, 2))
    (solution.batch_norm_2d(earlier, weight, bias, mean, var, True) * scale).sum().backward()
    (solution.batch_norm_2d(x, weight, bias, mean, var, False) * scale).sum().backward()
    observe(earlier.grad, "the gradient of the batch in training")
    observe(x.grad, "the gradient of the batch in evaluation")


@pytest.mark.sizes(images=(4, 8, 16, 32))
def bench_training(solution, randn, rand, images=8):
    """A training pass over 8 images of 32 channels and 16 x 16 pixels."""
    x, weight, bias = randn(images, 32, 16, 16), randn(32), randn(32)
    mean, var = randn(32), rand(32)
    return lambda: solution.batch_norm_2d(x, weight, bias, mean, var, True)
