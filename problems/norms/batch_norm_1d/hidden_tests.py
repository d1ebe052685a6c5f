"""Hidden tests of norms/batch_norm_1d."""

import pytest
import torch

SHAPES = [(8, 4), (5, 5), (2, 3), (32, 1)]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(num_features, **arguments)`: a layer with the weights every solution is given."""
    return lambda *sizes, **kw: fill(solution.BatchNorm1d(*sizes, **kw).to(dtype))


@pytest.fixture
def trained(make, randn, dtype):
    """`trained(num_features)`: a layer that has seen three batches, in evaluation mode."""

    def train(num_features, **kw):
        layer = make(num_features, **kw)
        for place in (-1.0, 2.0, 4.0):
            layer(randn(6, num_features, dtype=dtype) * 2 + place)
        return layer.eval()

    return train


def running(layer):
    """Return copies of the running statistics."""
    return {name: getattr(layer, name).clone() for name in ("running_mean", "running_var")}


@pytest.mark.shape
def test_parameters(solution, observe):
    """The parameters are weight and bias, by name and shape, and no other."""
    named = solution.BatchNorm1d(5).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
def test_buffers(solution, observe):
    """The running statistics are buffers of the module."""
    named = dict(solution.BatchNorm1d(5).named_buffers())
    for name in ("running_mean", "running_var"):
        observe(tuple(named[name].shape) if name in named else "no buffer", name)


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(make, observe, randn, shape):
    """The result has the shape of x in both modes, and the running statistics keep theirs."""
    layer, x = make(shape[1]), randn(*shape)
    observe(tuple(layer(x).shape), "the shape in training")
    observe(tuple(layer.eval()(x).shape), "the shape in evaluation")
    observe([tuple(values.shape) for values in running(layer).values()], "the running statistics")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A layer converted to another dtype returns it, and its running statistics have it."""
    layer, x = make(4), randn(6, 4, dtype=dtype)
    observe([str(layer(x).dtype), str(layer.eval()(x).dtype)], "the dtype of the results")
    observe([str(values.dtype) for values in running(layer).values()], "the running statistics")


def test_initial_state(solution, observe, device):
    """A new layer has weight 1, bias 0, running mean 0 and running variance 1."""
    layer = solution.BatchNorm1d(5).to(device)
    observe({name: layer.get_parameter(name) for name in ("weight", "bias")}, "the parameters")
    observe(running(layer), "the running statistics")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_training(make, observe, randn, shape):
    """In training each feature is normalised over the batch, by its own biased variance."""
    x = randn(*shape)
    scales = torch.arange(1, shape[1] + 1, device=x.device)
    observe(make(shape[1])(x * scales + scales))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_running_statistics(make, observe, randn, shape):
    """One training pass moves the running mean and the running UNBIASED variance by momentum."""
    layer = make(shape[1])
    layer(randn(*shape) * 2 + 3)
    observe(running(layer), "the running statistics")


def test_many_batches(make, observe, randn):
    """Over batches of different sizes the running statistics follow, old ones fading away."""
    layer = make(4, momentum=0.3)
    for size in (3, 8, 5, 2):
        layer(randn(size, 4) * size)
        observe(running(layer), f"the running statistics after a batch of {size}")


def test_evaluation(trained, observe, randn):
    """In evaluation the running statistics normalise, whatever the batch is."""
    layer = trained(4)
    observe(layer(randn(5, 4)), "a batch of 5")
    observe(layer(randn(7, 4) + 10), "a batch far away")


def test_evaluation_of_a_new_layer(make, observe, randn):
    """Before any training, evaluation normalises by mean 0 and variance 1."""
    observe(make(4).eval()(randn(5, 4) * 3 + 1))


def test_back_to_training(trained, observe, randn):
    """After evaluation, training takes the batch's statistics again and goes on gathering."""
    layer = trained(4)
    layer(randn(3, 4))
    observe(layer.train()(randn(5, 4)), "the result")
    observe(running(layer), "the running statistics")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 results and running statistics are exact to float64's precision."""
    layer, x = make(4), randn(6, 4, dtype=dtype)
    observe(layer(x), "the result in training")
    observe(running(layer), "the running statistics")
    observe(layer.eval()(x), "the result in evaluation")


@pytest.mark.edges
@pytest.mark.parametrize("momentum", [0.0, 0.75, 1.0])
def test_momentum(make, observe, randn, momentum):
    """Momentum is the share of the new statistics: with 0 nothing moves, with 1 nothing stays."""
    layer = make(3, momentum=momentum)
    layer(randn(6, 3) + 2)
    layer(randn(6, 3) * 3)
    observe(running(layer), "the running statistics")


@pytest.mark.edges
def test_eps(make, observe, randn):
    """The given eps counts inside the root, in both modes."""
    for eps, scale in ((1e-6, 1e-3), (0.5, 1.0)):
        layer, x = make(3, eps=eps), randn(8, 3) * scale
        observe(layer(x), f"training on values of about {scale} with eps={eps}")
        layer.running_var.fill_(scale**2)
        layer.running_mean.fill_(0.0)
        observe(layer.eval()(x), f"evaluation on values of about {scale} with eps={eps}")


@pytest.mark.edges
def test_default_eps(make, observe, randn):
    """Without eps, 1e-5 is added to the variance."""
    observe(make(3)(randn(8, 3) * 3e-3))


@pytest.mark.edges
def test_equal_samples(make, observe, randn):
    """A feature that is the same for all samples gives bias, not NaN."""
    x = randn(8, 3)
    x[:, 1] = 2.0
    observe(make(3)(x))


@pytest.mark.edges
def test_large_mean(make, observe, randn):
    """A feature far from zero keeps its first digits: the variance is taken from deviations."""
    # steps of 1/64 near 1000 are exact in float32
    observe(make(3)((randn(32, 3) * 64).round() / 64 + 1000), "values of about 1000", atol=3e-3)


@pytest.mark.edges
def test_one_sample_in_training(make, observe, randn):
    """In training, a batch of one sample raises ValueError."""
    observe.raises(ValueError, make(3), randn(1, 3))


@pytest.mark.edges
@pytest.mark.parametrize("size", [0, 1])
def test_small_batch_in_evaluation(trained, observe, randn, size):
    """In evaluation, batches of one sample and of none are legal."""
    observe(trained(3)(randn(size, 3)))


@pytest.mark.edges
def test_evaluation_changes_nothing(trained, observe, randn):
    """An evaluation pass leaves the running statistics as they were."""
    layer = trained(3)
    layer(randn(6, 3) + 5)
    observe(running(layer), "the running statistics after an evaluation pass")


@pytest.mark.edges
def test_state_dict(trained, solution, observe, randn, dtype, device):
    """A layer that loads another's state_dict evaluates as that one does."""
    layer = trained(3)
    other = solution.BatchNorm1d(3).to(device, dtype)
    other.load_state_dict(layer.state_dict())
    observe(other.eval()(randn(4, 3)))


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed, in either mode."""
    layer, x = make(4), randn(6, 4)
    with torch.no_grad():
        layer(x)
        layer.eval()(x)
    observe(x, "x after the calls")


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """A transposed view is normalised like a tensor of its own."""
    observe(make(6)(randn(6, 4).T))


@pytest.mark.gradients
@pytest.mark.parametrize("shape", [(8, 4), (5, 5), (4, 3)], ids=str)
def test_gradients_in_training(make, observe, randn, gradients, shape):
    """In training, gradients of x flow through the batch's mean and variance too."""
    layer, x = make(shape[1]), randn(*shape, requires_grad=True)
    found = gradients(layer(x), [x, layer.weight, layer.bias])
    for name, gradient in zip(["x", "weight", "bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_gradients_in_evaluation(trained, observe, randn, gradients):
    """In evaluation the statistics are constants, and gradients reach x, weight and bias."""
    layer, x = trained(4), randn(5, 4, requires_grad=True)
    found = gradients(layer(x), [x, layer.weight, layer.bias])
    for name, gradient in zip(["x", "weight", "bias"], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_keeps_no_graph(make, observe, randn):
    """A pass in evaluation sends no gradient back into the batches the statistics came from."""
    layer, cotangent = make(4), randn(6, 4)
    earlier, x = randn(6, 4, requires_grad=True), randn(6, 4, requires_grad=True)
    (layer(earlier) * cotangent).sum().backward()
    (layer.eval()(x) * cotangent).sum().backward()
    observe(earlier.grad, "the gradient of the batch in training")
    observe(x.grad, "the gradient of the batch in evaluation")


@pytest.mark.sizes(rows=(128, 256, 512, 1024))
def bench_training(make, randn, rows=512):
    """A training pass over 512 samples of 256 features."""
    layer, x = make(256), randn(rows, 256)
    return lambda: layer(x)
