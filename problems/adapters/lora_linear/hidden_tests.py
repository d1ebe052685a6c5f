"""Hidden tests of adapters/lora_linear."""

import pytest
import torch
from torch import nn

# (I, O, r) and the leading dimensions; among them a square layer and a rank above the width
SIZES = [
    ((6, 4, 2), (3,)),
    ((4, 4, 4), (4,)),
    ((5, 3, 1), (2, 3)),
    ((3, 7, 5), ()),
    ((6, 6, 3), (2, 6)),
]


@pytest.fixture
def make(solution, fill, dtype):
    """`make(i, o, r)`: a layer with the weights that every solution is given."""

    def build(i, o, r, alpha=16.0, dropout=0.0, bias=True):
        base = nn.Linear(i, o, bias=bias)
        return fill(solution.LoRALinear(base, r, alpha, dropout).to(dtype))

    return build


@pytest.mark.shape
@pytest.mark.parametrize("bias", [True, False])
def test_parameters(solution, observe, bias):
    """The parameters are the base's and the two thin matrices; only the latter are trained."""
    layer = solution.LoRALinear(nn.Linear(6, 4, bias=bias), r=2)
    found = {name: (tuple(p.shape), p.requires_grad) for name, p in layer.named_parameters()}
    observe(found, "the shape of each parameter, and whether it requires gradients")


@pytest.mark.shape
@pytest.mark.parametrize("size, lead", SIZES, ids=str)
def test_shape(make, observe, randn, size, lead):
    """The result has O features."""
    observe(tuple(make(*size)(randn(*lead, size[0])).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype, device):
    """The thin matrices are made in the dtype of the base, and so is the result."""
    layer = solution.LoRALinear(nn.Linear(6, 4, dtype=dtype, device=device), r=2)
    observe([str(layer.lora_a.dtype), str(layer.lora_b.dtype)], "the dtypes of lora_a and lora_b")
    observe(str(layer(randn(3, 6, dtype=dtype)).dtype), "the dtype of the result")


@pytest.mark.parametrize("size, lead", SIZES, ids=str)
def test_values(make, observe, randn, size, lead):
    """The result is the base's plus alpha / r times what goes through the two thin matrices."""
    observe(make(*size)(randn(*lead, size[0])))


@pytest.mark.parametrize("alpha", [1.0, 2.0, 32.0, 0.0])
def test_alpha(make, observe, randn, alpha):
    """alpha / r scales the update and not the base."""
    observe(make(6, 4, 2, alpha=alpha)(randn(3, 6)), "with r = 2")
    observe(make(6, 4, 4, alpha=alpha)(randn(3, 6)), "with r = 4")


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(make, observe, randn, dtype):
    """In float64 the result is exact to float64's precision, merged or not."""
    layer, x = make(6, 4, 2), randn(2, 3, 6)
    observe(layer(x), "the result")
    layer.merge()
    observe(layer(x), "the result, merged")
    observe(layer.base.weight.detach(), "the merged weight")


def test_no_bias(make, observe, randn):
    """A base without a bias is adapted as well."""
    observe(make(6, 4, 2, bias=False)(randn(3, 6)))


def test_starts_as_the_base(solution, observe, randn, device):
    """At the start lora_b is 0, and the result is that of the base."""
    base = nn.Linear(6, 4).to(device)
    x = randn(3, 6)
    layer = solution.LoRALinear(base, r=2)
    observe(layer.lora_b.detach(), "lora_b")
    observe((layer(x) - base(x)).detach(), "by how much the result differs from the base's")


def test_merge(make, observe, randn):
    """merge adds the scaled product to the weight, and the result stays as it was."""
    layer, x = make(6, 4, 2), randn(3, 6)
    layer.merge()
    observe(layer.base.weight.detach(), "the merged weight")
    observe(layer(x), "the result, merged")


def test_unmerge(make, observe, randn):
    """unmerge gives the weight back, and the update runs beside it again."""
    layer, x = make(6, 4, 2), randn(3, 6)
    layer.merge()
    layer.unmerge()
    observe(layer.base.weight.detach(), "the weight")
    observe(layer(x), "the result")


@pytest.mark.edges
def test_unmerge_is_exact(make, observe, randint):
    """After merge and unmerge the weight has the very numbers that it had before."""
    layer = make(32, 32, 4, alpha=100.0)
    with torch.no_grad():
        # Of whole numbers the update is exact in any order of the products, and so large that
        # the sum loses digits of the weight: whoever subtracts it again makes the same error.
        layer.lora_a.copy_(randint(-3, 4, 4, 32))
        layer.lora_b.copy_(randint(-3, 4, 32, 4))
    before = layer.base.weight.detach().clone()
    for _ in range(3):
        layer.merge()
        layer.unmerge()
    observe(layer.base.weight.detach() - before, "by how much the weight has changed")


@pytest.mark.edges
def test_merge_twice(make, observe, randn):
    """A second merge, and a second unmerge, change nothing."""
    layer, x = make(6, 4, 2), randn(3, 6)
    layer.unmerge()
    observe(layer.base.weight.detach(), "the weight after unmerge where nothing is merged")
    layer.merge()
    layer.merge()
    observe(layer.base.weight.detach(), "the weight, merged twice")
    observe(layer(x), "the result, merged twice")
    layer.unmerge()
    layer.unmerge()
    observe(layer.base.weight.detach(), "the weight, unmerged twice")
    observe(layer(x), "the result, unmerged twice")


@pytest.mark.edges
def test_merge_again_after_training(make, observe, randn):
    """A merge takes the thin matrices as they are then, not as they were at an earlier merge."""
    layer, x = make(6, 4, 2), randn(3, 6)
    layer.merge()
    layer.unmerge()
    with torch.no_grad():
        layer.lora_a.mul_(2)
        layer.base.weight.add_(1)
    layer.merge()
    observe(layer(x), "the result after the second merge")
    layer.unmerge()
    observe(layer.base.weight.detach(), "the weight after the second unmerge")


@pytest.mark.edges
def test_takes_the_base_over(solution, observe, device):
    """The base is the caller's module itself; it is frozen, and merging reaches its weight."""
    base = nn.Linear(6, 4).to(device)
    weight = base.weight
    layer = solution.LoRALinear(base, r=2, alpha=2.0)
    with torch.no_grad():
        base.weight.zero_()
        layer.lora_a.fill_(1.0)
        layer.lora_b.fill_(3.0)
    layer.merge()
    observe(weight.detach(), "the weight that the caller knows, after merge")
    flags = [weight.requires_grad, base.bias.requires_grad, base.weight.is_leaf]
    observe(flags, "whether weight and bias require gradients, and the weight is a leaf")


@pytest.mark.edges
@pytest.mark.parametrize("rank", [0, -1])
def test_rank_below_one(solution, observe, rank):
    """A rank below 1 raises ValueError."""
    observe.raises(ValueError, solution.LoRALinear, nn.Linear(4, 3), rank)


@pytest.mark.edges
def test_evaluation_drops_nothing(make, observe, randn):
    """In evaluation, and merged, nothing is dropped."""
    layer, x = make(6, 4, 2, dropout=0.5), randn(3, 6)
    observe(layer.eval()(x), "the result in evaluation")
    layer.merge()
    observe(layer.train()(x), "the result in training mode, merged")


@pytest.mark.edges
def test_base_is_not_dropped(solution, observe, randn, device):
    """In training, dropout falls on the update's way only: the base sees all of x."""
    base = nn.Linear(6, 4).to(device)
    x = randn(16, 6)
    layer = solution.LoRALinear(base, r=2, dropout=0.5).train()
    observe((layer(x) - base(x)).detach(), "by how much a fresh layer differs from its base")


@pytest.mark.edges
def test_size_one(make, observe, randn):
    """One feature, one output and rank 1 are no exceptions, and a batch may be empty."""
    observe(make(1, 1, 1)(randn(3, 1)), "one feature")
    observe(make(6, 4, 2)(randn(0, 6)), "no rows")


@pytest.mark.edges
def test_leaves_x_alone(make, observe, randn):
    """The input x itself is not changed."""
    layer, x = make(6, 4, 2, dropout=0.5), randn(3, 6)
    layer(x)
    observe(x, "x after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("lead", [(4,), (2, 3)], ids=str)
def test_gradients(make, observe, randn, gradients, lead):
    """Gradients reach x and the two thin matrices."""
    layer, x = make(6, 4, 2), randn(*lead, 6, requires_grad=True)
    dx, da, db = gradients(layer(x), [x, layer.lora_a, layer.lora_b])
    observe(dx, "the gradient of x")
    observe(da, "the gradient of lora_a")
    observe(db, "the gradient of lora_b")


@pytest.mark.statistics
def test_first_matrix_is_random(solution, observe):
    """lora_a starts uniform in [-1/sqrt(I), 1/sqrt(I)].

    Of 32768 numbers the standard deviation errs by 0.25 %: 3 % between two draws is 8 sigma.
    """
    layer = solution.LoRALinear(nn.Linear(256, 8), r=128)
    a = layer.lora_a.detach().cpu()
    observe(float(a.std()), "the standard deviation of lora_a", rtol=0.03)
    observe(float(a.mean()), "the mean of lora_a", atol=3e-3)
    observe.at_most(float(a.abs().max()), "the largest number in lora_a", times=1.001)


@pytest.mark.statistics
def test_dropout(solution, observe, device):
    """Each input of the update is dropped with probability `dropout`, and the others scaled up.

    A row is 4/3 times the number of its 8 inputs that stay: 8 with a variance of 8/3. Over 20000
    rows the mean errs by 0.012 and the variance by 0.025; both bounds are 6 sigma of two draws.
    """
    base = nn.Linear(8, 1, bias=False).to(device)
    layer = solution.LoRALinear(base, r=1, alpha=1.0, dropout=0.25).train()
    with torch.no_grad():
        base.weight.zero_()
        layer.lora_a.fill_(1.0)
        layer.lora_b.fill_(1.0)
        out = layer(torch.ones(20000, 8, device=device)).squeeze(1)
    observe(float(out.mean()), "the mean of the update", atol=0.1, rtol=0)
    observe(float(out.var()), "the variance of the update", atol=0.23, rtol=0)


@pytest.mark.cost
def test_goes_through_r_features(make, observe, randn, cost):
    """The forward pass builds nothing of the weight's size: the update goes through r features."""
    layer = make(256, 256, 4)
    # the weights go in as arguments, so that they are not counted as built
    found = cost(lambda x, *_: layer(x), randn(8, 256), *layer.parameters())
    observe(found.result, "the result")
    observe.at_most(found.peak_bytes, "the peak bytes of the forward pass", times=4)


@pytest.mark.sizes(rows=(32, 64, 128, 256))
def bench_forward(make, randn, rows=64):
    """64 rows from 512 features to 512, with rank 8."""
    layer, x = make(512, 512, 8), randn(rows, 512)
    return lambda: layer(x)
