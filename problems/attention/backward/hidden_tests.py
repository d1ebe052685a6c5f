"""Hidden tests of attention/backward.

A gradient that is constant over the features hides most mistakes, so all cases use random ones.
"""

import pytest
import torch

# Leading dimensions, then T queries, S keys, D features of both, E features of a value.
SIZES = [((), 4, 6, 3, 5), ((2,), 5, 5, 4, 4), ((2, 3), 4, 7, 5, 2), ((2, 1, 3), 3, 2, 2, 2)]
SQUARE = [((), 5, 5, 3, 2), ((2,), 4, 4, 4, 4), ((2, 3), 6, 6, 2, 5)]
NAMES = ("grad_q", "grad_k", "grad_v")


@pytest.fixture
def make(randn):
    """`make(lead, T, S, D, E)`: a random gradient of the output, queries, keys and values."""

    def build(lead, queries, keys, features, width, **kw):
        sizes = ((queries, width), (queries, features), (keys, features), (keys, width))
        return [randn(*lead, *size, **kw) for size in sizes]

    return build


@pytest.fixture
def compare(observe):
    """`compare(found, what)`: observe the three gradients by name."""

    def each(found, what=""):
        for name, gradient in zip(NAMES, found, strict=True):
            observe(gradient, f"{name}{what}")

    return each


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, make, size):
    """The gradients come as a tuple and have the shapes of q, k and v."""
    found = solution.attention_backward(*make(*size))
    observe(type(found).__name__, "the type of the result")
    observe([tuple(gradient.shape) for gradient in found], "the shapes of the gradients")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, dtype):
    """The gradients have the dtype of the inputs."""
    found = solution.attention_backward(*make((2,), 4, 4, 3, 3, dtype=dtype), causal=True)
    observe([str(gradient.dtype) for gradient in found], "the dtypes of the gradients")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values(solution, compare, make, size):
    """The gradients are those of softmax(Q K^T / sqrt(D)) V."""
    compare(solution.attention_backward(*make(*size)))


@pytest.mark.parametrize("size", SQUARE, ids=str)
def test_causal(solution, compare, make, size):
    """With causal=True the gradients are those of attention in which later keys are hidden."""
    compare(solution.attention_backward(*make(*size), causal=True))


@pytest.mark.parametrize("causal", [False, True])
def test_float64(solution, compare, make, causal):
    """In float64 the gradients are exact to float64's precision."""
    inputs = make((2,), 9, 9, 4, 3, dtype=torch.float64)
    compare(solution.attention_backward(*inputs, causal))


@pytest.mark.edges
@pytest.mark.parametrize("size", [((2,), 3, 1, 4, 5), ((), 1, 1, 2, 3)], ids=str)
def test_one_key(solution, observe, make, size):
    """With one key its weight is always 1: q and k get no gradient, v gets all of it."""
    found = solution.attention_backward(*make(*size))
    for name, gradient in zip(NAMES, found, strict=True):
        observe(gradient, name, atol=1e-5)


@pytest.mark.edges
def test_later_keys_get_nothing(solution, compare, make):
    """With causal=True, queries that come first send nothing to the keys and values after them."""
    grad_out, q, k, v = make((2,), 6, 6, 4, 3)
    grad_out[:, 3:] = 0
    compare(solution.attention_backward(grad_out, q, k, v, causal=True))


@pytest.mark.edges
@pytest.mark.parametrize("causal", [False, True])
def test_large_scores(solution, observe, randint, randn, causal):
    """Scores of plus and minus 1e4 give finite gradients."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations.
    q = randint(-3, 4, 2, 8, 16).double() * 1000
    k = randint(-3, 4, 2, 8, 16).double()
    grad_out, v = (randn(2, 8, 4, dtype=torch.float64) for _ in range(2))
    # Most rows have one weight of 1, so their gradients are differences of equal numbers.
    found = solution.attention_backward(grad_out, q, k, v, causal)
    for name, gradient in zip(NAMES, found, strict=True):
        observe(gradient, name, atol=1e-8)


@pytest.mark.edges
def test_not_contiguous(solution, compare, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    compare(solution.attention_backward(*(randn(2, 6, 3, 4).transpose(1, 2) for _ in range(4))))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make):
    """No argument is changed."""
    arguments = make((2,), 5, 5, 3, 4)
    solution.attention_backward(*arguments, causal=True)
    for name, tensor in zip(("grad_out", "q", "k", "v"), arguments, strict=True):
        observe(tensor, f"{name} after the call")


@pytest.mark.cost
def test_no_jacobian(solution, observe, make, cost):
    """With 128 queries and keys the memory holds a few matrices of T x S and no Jacobian."""
    inputs = make((), 128, 128, 16, 16)
    spent = cost(solution.attention_backward, *inputs)
    observe(list(spent.result))
    observe.at_most(spent.peak_bytes, "the peak of bytes", slack=16 * 128 * 128 * 4, times=2)
    # Work that torch does not see cannot be counted, so a share of it has to be seen.
    observe.at_least(spent.flops, "the operations that torch saw", times=0.5)


@pytest.mark.sizes(length=(128, 256, 512))
def bench_heads(solution, randn, length=256):
    """4 causal heads of 32 over 256 tokens."""
    inputs = [randn(1, 4, length, 32) for _ in range(4)]
    return lambda: list(solution.attention_backward(*inputs, causal=True))
