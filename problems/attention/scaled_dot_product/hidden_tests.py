"""Hidden tests of attention/scaled_dot_product."""

import pytest
import torch

# Leading dimensions, then T queries, S keys, D features of both, E features of a value.
SIZES = [((), 4, 6, 3, 5), ((2,), 5, 5, 4, 4), ((2, 3), 4, 7, 4, 6), ((2, 1, 3), 3, 2, 2, 2)]


@pytest.fixture
def make(randn):
    """`make(lead, T, S, D, E)`: random queries, keys and values."""

    def build(lead, queries, keys, features, width, **kw):
        sizes = ((queries, features), (keys, features), (keys, width))
        return [randn(*lead, *size, **kw) for size in sizes]

    return build


@pytest.fixture
def visible(rand):
    """`visible(*shape)`: a random mask in which every query sees the first key at least."""

    def build(*shape):
        mask = rand(*shape) < 0.5
        mask[..., 0] = True
        return mask

    return build


@pytest.mark.shape
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shape(solution, observe, make, visible, rand, size):
    """The result has one row a query, as wide as a value, for any leading dimensions."""
    q, k, v = make(*size)
    weights = (*size[0], size[1], size[2])
    observe(tuple(solution.attention(q, k, v).shape), "the shape")
    result = solution.attention(q, k, v, visible(*weights), 0.3, rand(*weights))
    observe(tuple(result.shape), "the shape with mask and dropout")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, make, visible, rand, dtype):
    """The result has the dtype of the inputs."""
    q, k, v = make((2,), 3, 4, 4, 4, dtype=dtype)
    result = solution.attention(q, k, v, visible(3, 4), 0.3, rand(2, 3, 4))
    observe(str(result.dtype), "the dtype")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_values(solution, observe, make, size):
    """Each query averages the values under the softmax of its scaled scores."""
    observe(solution.attention(*make(*size)))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_mask(solution, observe, make, visible, size):
    """A key is seen where the mask is True, and the weights of what is seen sum to one."""
    q, k, v = make(*size)
    observe(solution.attention(q, k, v, mask=visible(*size[0], size[1], size[2])))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_dropout(solution, observe, make, rand, size):
    """A weight is dropped where its uniform is below dropout_p, and what is kept is scaled up."""
    q, k, v = make(*size)
    uniforms = rand(*size[0], size[1], size[2])
    observe(solution.attention(q, k, v, dropout_p=0.4, uniforms=uniforms))


def test_mask_and_dropout(solution, observe, make, visible, rand):
    """Mask and dropout work together."""
    q, k, v = make((2, 3), 5, 6, 4, 4)
    observe(solution.attention(q, k, v, visible(2, 3, 5, 6), 0.25, rand(2, 3, 5, 6)))


def test_float64(solution, observe, make, visible):
    """In float64 the result is exact to float64's precision."""
    q, k, v = make((2,), 5, 11, 4, 3, dtype=torch.float64)
    observe(solution.attention(q, k, v))
    observe(solution.attention(q, k, v, visible(5, 11)), "with a mask")


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(5, 6), (2, 1, 1, 6), (1, 3, 5, 6), (5, 1)], ids=str)
def test_mask_broadcasts(solution, observe, make, visible, shape):
    """A mask of fewer or smaller dimensions serves all the pairs it broadcasts to."""
    observe(solution.attention(*make((2, 3), 5, 6, 4, 4), mask=visible(*shape)))


@pytest.mark.edges
def test_query_that_sees_nothing(solution, observe, make, visible):
    """A query whose keys are all hidden gives zeros, and the others are as ever."""
    mask = visible(2, 5, 6)
    mask[0, 1] = mask[1, 4] = False
    observe(solution.attention(*make((2,), 5, 6, 4, 3), mask=mask))


@pytest.mark.edges
def test_nothing_is_dropped(solution, observe, make, rand):
    """Without uniforms, or with dropout_p=0, no weight is dropped or scaled."""
    q, k, v = make((2,), 4, 5, 3, 3)
    observe(solution.attention(q, k, v, dropout_p=0.5), "dropout_p=0.5, no uniforms")
    observe(solution.attention(q, k, v, None, 0.0, rand(2, 4, 5)), "dropout_p=0")


@pytest.mark.edges
def test_dropout_bound(solution, observe, make):
    """A uniform that equals dropout_p keeps its weight."""
    q, k, v = make((), 3, 4, 2, 2)
    uniforms = q.new_tensor([0.25, 0.5, 0.75, 0.0]).expand(3, 4)
    observe(solution.attention(q, k, v, dropout_p=0.5, uniforms=uniforms))


@pytest.mark.edges
def test_one_key(solution, observe, make):
    """With one key every query takes its value."""
    observe(solution.attention(*make((2,), 3, 1, 4, 5)))


@pytest.mark.edges
def test_large_scores(solution, observe, randint, randn, visible):
    """Scores of plus and minus 1e4 give finite weights that sum to one."""
    # Whole numbers and a scale of 1/4 give the same scores in any order of operations.
    q = randint(-3, 4, 2, 9, 16).double() * 1000
    k = randint(-3, 4, 2, 9, 16).double()
    v = randn(2, 9, 4, dtype=torch.float64)
    observe(solution.attention(q, k, v))
    observe(solution.attention(q, k, v, visible(2, 9, 9)), "with a mask")


@pytest.mark.edges
def test_all_visible_scores_very_low(solution, observe, randint, randn, visible):
    """Hidden keys stay hidden when every visible score is far below zero."""
    q = randint(1, 4, 2, 7, 16).double() * 1000
    k = -randint(1, 4, 2, 7, 16).double()
    v = randn(2, 7, 4, dtype=torch.float64)
    observe(solution.attention(q, k, v, visible(2, 7, 7)))


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Heads that are a transposed view of (B, T, H, D) work like a tensor of their own."""
    q, k, v = (randn(2, 6, 3, 4).transpose(1, 2) for _ in range(3))
    observe(solution.attention(q, k, v))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, make, visible, rand):
    """No argument is changed."""
    q, k, v = make((2,), 4, 5, 3, 3)
    mask, uniforms = visible(2, 4, 5), rand(2, 4, 5)
    solution.attention(q, k, v, mask, 0.3, uniforms)
    after = {"q": q, "k": k, "v": v, "mask": mask, "uniforms": uniforms}
    for name, tensor in after.items():
        observe(tensor, f"{name} after the call")


@pytest.mark.gradients
def test_gradients(solution, observe, make, gradients, rand):
    """Gradients reach q, k and v, also through dropout."""
    inputs = make((2,), 5, 6, 4, 3, requires_grad=True)
    result = solution.attention(*inputs, dropout_p=0.3, uniforms=rand(2, 5, 6))
    for name, gradient in zip("qkv", gradients(result, inputs), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.gradients
def test_gradients_with_a_mask(solution, observe, make, gradients, visible):
    """Gradients flow through the visible pairs only, and a query that sees nothing has none."""
    inputs = make((2,), 5, 6, 4, 3, requires_grad=True)
    mask = visible(2, 5, 6)
    mask[1, 2] = False
    result = solution.attention(*inputs, mask)
    for name, gradient in zip("qkv", gradients(result, inputs), strict=True):
        observe(gradient, f"the gradient of {name}")


@pytest.mark.sizes(length=(128, 256, 512, 1024))
def bench_heads(solution, randn, length=256):
    """8 heads over 256 tokens."""
    q, k, v = (randn(1, 8, length, 32) for _ in range(3))
    return lambda: solution.attention(q, k, v)
