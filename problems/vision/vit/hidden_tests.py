"""Hidden tests of vision/vit."""

import pytest
import torch
from torch import nn


class Mix(nn.Module):
    """An encoder in which every token hears of all others, of each with another weight."""

    def __init__(self, features):
        super().__init__()
        self.lin = nn.Linear(features, features)

    def forward(self, x):
        """Add a weighted mean of the tokens, through a layer; x (B, T, C)."""
        weights = 1 / torch.arange(1, x.shape[1] + 1, device=x.device, dtype=x.dtype)
        return x + torch.tanh(self.lin((x * weights[:, None]).mean(1, keepdim=True) * 3))


class Recorder(nn.Module):
    """An encoder that keeps what it reads, and returns it."""

    def __init__(self):
        super().__init__()
        self.read = []

    def forward(self, x):
        """Return x (B, T, C)."""
        self.read.append(x.detach())
        return x


# image_size, patch_size, n_embd, n_classes and B; among them one patch, N == C and one image.
SIZES = [(8, 4, 6, 5, 2), (6, 2, 9, 3, 3), (4, 4, 4, 10, 2), (6, 3, 4, 2, 1)]
sizes = pytest.mark.parametrize("size, patch, n_embd, n_classes, batch", SIZES)


@pytest.fixture
def make(solution, fill, dtype):
    """`make(size, patch, n_embd, n_classes, encoder)`: a model with given weights."""

    def build(size=8, patch=4, n_embd=6, n_classes=5, encoder=None):
        encoder = encoder or Mix(n_embd)
        return fill(solution.ViT(size, patch, n_embd, encoder, n_classes).to(dtype))

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size, patch, n_embd, n_classes", [(8, 4, 6, 5), (4, 4, 4, 10)])
def test_parameters(solution, observe, size, patch, n_embd, n_classes):
    """The parameters are those of the statement, by name and shape, and no other."""
    model = solution.ViT(size, patch, n_embd, Mix(n_embd), n_classes)
    observe({name: tuple(p.shape) for name, p in model.named_parameters()}, "the parameters")


@pytest.mark.shape
@sizes
def test_shape(make, observe, randn, size, patch, n_embd, n_classes, batch):
    """The logits are (B, K)."""
    logits = make(size, patch, n_embd, n_classes)(randn(batch, 3, size, size))
    observe(tuple(logits.shape), "the shape")


@pytest.mark.shape
def test_tokens_shape(make, observe, randn):
    """The encoder reads one token more than there are patches, once."""
    recorder = Recorder()
    make(8, 2, encoder=recorder)(randn(2, 3, 8, 8))
    observe([tuple(x.shape) for x in recorder.read], "the shapes of what the encoder reads")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, randn, dtype):
    """A model converted to another dtype takes and returns that dtype."""
    observe(str(make()(randn(2, 3, 8, 8)).dtype), "the dtype")


@pytest.mark.parametrize("size, patch, batch", [(8, 4, 2), (6, 2, 1), (4, 4, 3)])
def test_tokens(make, observe, randn, size, patch, batch):
    """The encoder reads the class token, then the patches, each with its position added."""
    recorder = Recorder()
    make(size, patch, encoder=recorder)(randn(batch, 3, size, size))
    observe(recorder.read, "what the encoder reads")


def test_identity(make, observe, randn):
    """With an identity for an encoder the logits are those of the class token, normalised."""
    observe(make(encoder=nn.Identity())(randn(2, 3, 8, 8)))


@sizes
def test_values(make, observe, randn, size, patch, n_embd, n_classes, batch):
    """The head reads what the encoder has made of the class token."""
    observe(make(size, patch, n_embd, n_classes)(randn(batch, 3, size, size)))


def test_each_image_alone(make, observe, randn):
    """The logits of an image do not depend on the other images of the batch."""
    model, images = make(), randn(3, 3, 8, 8)
    observe([model(images)[1:2], model(images[1:2])], "an image among others, and alone")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the logits are exact to float64's precision."""
    observe(make(6, 2, 9)(randn(2, 3, 6, 6)))


@pytest.mark.edges
@pytest.mark.parametrize(
    "shape", [(3, 8, 12), (3, 4, 16), (3, 4, 4), (3, 12, 12), (1, 8, 8)], ids=str
)
def test_other_sizes(make, observe, randn, shape):
    """Images of another height, width or number of channels raise ValueError."""
    observe.raises(ValueError, make(), randn(2, *shape))


@pytest.mark.edges
@pytest.mark.parametrize("size, patch", [(9, 4), (4, 8)])
def test_does_not_divide(solution, observe, size, patch):
    """A patch size that does not divide image_size raises ValueError."""
    observe.raises(ValueError, solution.ViT, size, patch, 6, nn.Identity(), 5)


@pytest.mark.edges
def test_same_encoder(solution, observe, randn, fill):
    """The encoder is the given object: a weight changed outside counts inside."""
    encoder = Mix(6)
    model = fill(solution.ViT(8, 4, 6, encoder, 5))
    with torch.no_grad():
        encoder.lin.weight.copy_(randn(6, 6))
    encoder.register_forward_hook(lambda _module, _args, out: out.flip(-1))
    observe(model(randn(2, 3, 8, 8)))


@pytest.mark.edges
def test_not_contiguous(make, observe, randn):
    """Images in channels-last memory, and transposed ones, work like others."""
    model, images = make(), randn(2, 3, 8, 8)
    observe(model(images.to(memory_format=torch.channels_last)), "channels last")
    observe(model(images.transpose(2, 3)), "transposed")


@pytest.mark.gradients
def test_gradients(make, observe, randn, gradients):
    """Gradients reach the images and every parameter."""
    model, images = make(), randn(3, 3, 8, 8, requires_grad=True)
    names, weights = zip(*sorted(model.named_parameters()), strict=True)
    found = gradients(model(images), [images, *weights])
    for name, gradient in zip(["the images", *names], found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(batch=(2, 4, 8, 16))
def bench_logits(make, randn, batch=4):
    """Four images of 64 x 64 in patches of 8, 128 features, with one mixing layer."""
    model, images = make(64, 8, 128, 100), randn(batch, 3, 64, 64)
    return lambda: model(images)
