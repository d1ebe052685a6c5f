"""Hidden tests of mixture_of_experts/moe_layer."""

import pytest
import torch

NAMES = ("x", "router", "w_in", "w_out")


@pytest.fixture
def make(randn):
    """Give tokens of a shape, a router for them, and experts."""

    def made(shape, experts=4, hidden=6, **kw):
        width = shape[-1]
        return [
            randn(*shape, **kw),
            randn(experts, width, **kw),
            randn(experts, hidden, width, **kw),
            randn(experts, width, hidden, **kw),
        ]

    return made


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(7, 5), (2, 3, 5), (5,)], ids=str)
def test_shape(solution, observe, make, shape):
    """The result has the shape of x."""
    observe(tuple(solution.moe_layer(*make(shape)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_dtype(solution, observe, make, dtype):
    """The result has the dtype of x."""
    observe(str(solution.moe_layer(*make((3, 4))).dtype), "the dtype")


@pytest.mark.parametrize("k", [1, 2, 3, 4])
@pytest.mark.parametrize("shape", [(9, 5), (2, 4, 5)], ids=str)
def test_values(solution, observe, make, shape, k):
    """Each token is the weighed sum of what its k experts make of it."""
    observe(solution.moe_layer(*make(shape), k=k))


def test_default_k(solution, observe, make):
    """Without k a token has two experts."""
    observe(solution.moe_layer(*make((8, 4), experts=5)))


def test_square_sizes(solution, observe, make):
    """Tokens, experts, width and hidden width of one size are not mixed up."""
    observe(solution.moe_layer(*make((6, 6), experts=6, hidden=6), k=3))


def test_float64(solution, observe, make):
    """In float64 the result has float64's precision."""
    observe(solution.moe_layer(*make((6, 4), dtype=torch.float64)))


@pytest.mark.edges
def test_all_choose_the_same(solution, observe, make, randn):
    """No token is dropped when all of them choose the same experts."""
    x, router, w_in, w_out = make((40, 5), experts=6)
    router[:] = 0
    router[2], router[5] = 3.0, 2.0
    observe(solution.moe_layer(x.abs(), router, w_in, w_out))


@pytest.mark.edges
def test_an_expert_nobody_chooses(solution, observe, make):
    """An expert without tokens does nothing, whatever its weights are."""
    x, router, w_in, w_out = make((10, 5), experts=4)
    router[1] = -100.0
    w_in[1] = torch.nan
    observe(solution.moe_layer(x.abs(), router, w_in, w_out))


@pytest.mark.edges
def test_tokens_are_independent(solution, observe, make):
    """Alone, in a batch and in another order a token gives the same."""
    x, *weights = make((6, 5))
    observe(solution.moe_layer(x[:1], *weights), "the first token alone")
    observe(solution.moe_layer(x[0], *weights), "the first token without a batch")
    observe(solution.moe_layer(x.flip(0), *weights), "the tokens in reverse")


@pytest.mark.edges
def test_one_expert(solution, observe, make):
    """With one expert the layer is that expert."""
    observe(solution.moe_layer(*make((4, 5), experts=1), k=1))


@pytest.mark.edges
def test_no_tokens(solution, observe, make):
    """No tokens give no tokens."""
    observe(solution.moe_layer(*make((0, 5))))
    observe(solution.moe_layer(*make((2, 0, 5))))


@pytest.mark.edges
def test_large_logits(solution, observe, make):
    """Logits of 1e4 give finite weights."""
    x, router, w_in, w_out = make((6, 5), dtype=torch.float64)  # in float32 1e4 is known to 1e-3
    observe(solution.moe_layer(x, router * 1e4, w_in, w_out))


@pytest.mark.edges
def test_not_contiguous(solution, observe, make):
    """A transposed view of tokens works like a tensor of its own."""
    x, *weights = make((3, 4, 5))
    observe(solution.moe_layer(x.transpose(0, 1), *weights))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make):
    """No argument is changed."""
    inputs = make((5, 4))
    solution.moe_layer(*inputs)
    for name, tensor in zip(NAMES, inputs, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("k", [2, 3])
def test_gradients(solution, observe, make, gradients, k):
    """Gradients reach the tokens, the router and the experts."""
    inputs = make((7, 4), requires_grad=True, dtype=torch.float64)
    found = gradients(solution.moe_layer(*inputs, k=k), inputs)
    for name, gradient in zip(NAMES, found, strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.cost
def test_only_the_chosen_run(solution, observe, make, cost):
    """At 16 experts the work is that of the two that a token has chosen."""
    spent = cost(solution.moe_layer, *make((64, 32), experts=16, hidden=64), k=2)
    observe(spent.result)
    observe.at_most(spent.flops, "the operations", times=4)
    observe.at_least(spent.flops, "the operations that torch saw", times=0.5)


@pytest.mark.sizes(tokens=(64, 128, 256))
def bench_tokens(solution, randn, tokens=128):
    """128 tokens of width 64, 2 of 8 experts of 256."""
    x, router = randn(tokens, 64), randn(8, 64)
    w_in, w_out = randn(8, 256, 64), randn(8, 64, 256)
    return lambda: solution.moe_layer(x, router, w_in, w_out)
