"""Hidden tests of norms/pre_post_norm."""

import pytest
import torch
from torch import nn

KINDS = ["PreNorm", "PostNorm"]
kinds = pytest.mark.parametrize("kind", KINDS)


class Counter(nn.Module):
    """Multiply by the number of the call: 1, then 2, ..."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def forward(self, x):
        """Return x times the number of calls so far."""
        self.calls += 1
        return x * self.calls


class Mode(nn.Module):
    """Multiply by 3 in training, by 5 in evaluation."""

    def forward(self, x):
        """Return a multiple of x."""
        return x * (3 if self.training else 5)


class Keep(nn.Module):
    """Return one tensor of its own, whatever the input."""

    def __init__(self, kept):
        super().__init__()
        self.kept = kept

    def forward(self, _x):
        """Return the kept tensor."""
        return self.kept


@pytest.fixture
def make(solution, fill, dtype):
    """`make(kind, C)`: a wrapper around a LayerNorm and a linear layer with given weights."""

    def build(kind, features):
        parts = nn.LayerNorm(features), nn.Linear(features, features)
        return getattr(solution, kind)(*[fill(part.to(dtype)) for part in parts])

    return build


@pytest.mark.shape
@kinds
def test_parameters(make, observe, kind):
    """The parameters are those of norm and f, under these names, and no other."""
    named = make(kind, 4).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@kinds
@pytest.mark.parametrize("shape", [(2, 3, 4), (5, 6), (7,)], ids=str)
def test_shape(make, observe, randn, kind, shape):
    """The result has the shape of x."""
    observe(tuple(make(kind, shape[-1])(randn(*shape)).shape), "the shape")


@pytest.mark.dtype
@kinds
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, kind, dtype):
    """A wrapper converted to another dtype returns that dtype."""
    observe(str(make(kind, 4)(randn(2, 3, 4, dtype=dtype)).dtype), "the dtype")


@pytest.mark.parametrize("shape", [(2, 3, 4), (5, 6)], ids=str)
def test_pre_norm(make, observe, randn, shape):
    """PreNorm adds to x what f makes of the normalised x."""
    observe(make("PreNorm", shape[-1])(randn(*shape) * 3 + 1))


@pytest.mark.parametrize("shape", [(2, 3, 4), (5, 6)], ids=str)
def test_post_norm(make, observe, randn, shape):
    """PostNorm normalises the sum of x and what f makes of x itself."""
    observe(make("PostNorm", shape[-1])(randn(*shape) * 3 + 1))


@kinds
def test_two_layers(make, observe, randn, kind):
    """Two wrappers in a row give what each gives on its own, one after the other."""
    one, two = make(kind, 6), make(kind, 6)
    observe(nn.Sequential(one, two)(randn(2, 5, 6)))


@kinds
@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, kind, dtype):
    """In float64 the result is exact to float64's precision."""
    observe(make(kind, 6)(randn(2, 5, 6, dtype=dtype)))


@pytest.mark.edges
@kinds
def test_sub_layer_of_zeros(solution, observe, randn, kind, device):
    """Where f gives zeros, PreNorm is the identity and PostNorm the norm alone."""
    silent = Keep(torch.zeros(2, 3, 4, device=device))
    observe(getattr(solution, kind)(nn.LayerNorm(4).to(device), silent)(randn(2, 3, 4)))


@pytest.mark.edges
@kinds
def test_called_once(solution, observe, randn, kind):
    """A pass calls norm once and f once."""
    norm, f = Counter(), Counter()
    layer, x = getattr(solution, kind)(norm, f), randn(3, 4)
    observe([layer(x), layer(x)], "the results of two passes")
    observe([norm.calls, f.calls], "the calls of norm and f")


@pytest.mark.edges
@kinds
def test_hooks_run(solution, observe, randn, kind):
    """Hooks on norm and f run: both are called as modules."""
    norm, f = Mode(), Mode()
    norm.register_forward_hook(lambda _module, _args, out: out + 1)
    f.register_forward_hook(lambda _module, _args, out: out * 2)
    observe(getattr(solution, kind)(norm, f)(randn(3, 4)))


@pytest.mark.edges
@kinds
def test_mode_reaches_both(solution, observe, randn, kind):
    """The wrapper's train() and eval() reach norm and f."""
    layer, x = getattr(solution, kind)(Mode(), Mode()), randn(3, 4)
    observe(layer(x), "in training")
    observe(layer.eval()(x), "in evaluation")
    observe(layer.train()(x), "in training again")


@pytest.mark.edges
@kinds
def test_same_objects(solution, observe, randn, kind):
    """norm and f are the given objects: a weight changed outside counts inside."""
    norm, f, x = nn.LayerNorm(4), nn.Linear(4, 4), randn(3, 4)
    layer = getattr(solution, kind)(norm, f).to(x.device, x.dtype)
    with torch.no_grad():
        norm.weight.copy_(randn(4))
        f.weight.copy_(randn(4, 4))
        f.bias.copy_(randn(4))
    observe(layer(x))


@pytest.mark.edges
@kinds
def test_leaves_tensors_alone(solution, observe, randn, kind):
    """Neither x nor what norm and f return is changed."""
    layer, x = getattr(solution, kind)(nn.Identity(), nn.Identity()), randn(3, 4)
    observe(layer(x), "the result with identities for norm and f")
    observe(x, "x after a pass with identities")
    kept = randn(3, 4)
    getattr(solution, kind)(Mode(), Keep(kept))(x)
    observe(kept, "what f returned, after the pass")


@pytest.mark.gradients
@kinds
def test_gradients(make, observe, randn, gradients, kind):
    """Gradients reach x, along both ways, and all parameters of norm and f."""
    layer, x = make(kind, 6), randn(2, 5, 6, requires_grad=True)
    names, weights = zip(*sorted(layer.named_parameters()), strict=True)
    found = gradients(layer(x), [x, *weights])
    for name, gradient in zip(["x", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_both(make, randn, rows=256):
    """A pre-norm and a post-norm layer over 256 rows of 128 features."""
    layer, x = nn.Sequential(make("PreNorm", 128), make("PostNorm", 128)), randn(rows, 128)
    return lambda: layer(x)
