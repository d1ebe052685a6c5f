"""Hidden tests of optimizers/clip_grad_norm."""

import pytest
import torch

SHAPES = [(4, 3), (3,), (), (2, 1, 5)]
RTOL = 2e-5  # of a norm that was computed in float32


def weigh(randn, *shapes, scale=1.0, dtype=torch.float32):
    """Make parameters of these shapes with gradients of about `scale`."""
    params = [randn(*shape, dtype=dtype, requires_grad=True) for shape in shapes]
    for p in params:
        p.grad = randn(*p.shape, dtype=dtype) * scale
    return params


def gradients_of(params):
    """Collect the gradients."""
    return [p.grad for p in params]


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype):
    """The clipped gradients keep their dtype."""
    params = weigh(randn, *SHAPES, dtype=dtype)
    solution.clip_grad_norm(params, 1.0)
    observe([str(p.grad.dtype) for p in params], "the dtypes of the gradients")


@pytest.mark.parametrize("max_norm", [0.5, 2.0])
def test_one_parameter(solution, observe, randn, max_norm):
    """The gradient of a single parameter is shortened to max_norm."""
    params = weigh(randn, (6, 5), scale=3.0)
    norm = solution.clip_grad_norm(params, max_norm)
    observe(gradients_of(params), "the gradient")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.parametrize("max_norm", [1.0, 3.0])
def test_all_together(solution, observe, randn, max_norm):
    """All gradients are shortened by one factor, so that together they have the norm max_norm."""
    params = weigh(randn, *SHAPES, scale=3.0)
    norm = solution.clip_grad_norm(params, max_norm)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


def test_uneven(solution, observe, randn):
    """Small gradients beside large ones are shortened by the same factor as those."""
    params = weigh(randn, (4,), scale=0.01) + weigh(randn, (3, 3), scale=10.0)
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


def test_short_enough(solution, observe, randn):
    """Gradients that are short enough stay as they are, and their norm is returned."""
    params = weigh(randn, *SHAPES, scale=0.1)
    norm = solution.clip_grad_norm(params, 5.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


def test_float64(solution, observe, randn):
    """In float64 the norm and the gradients are exact to float64's precision."""
    params = weigh(randn, *SHAPES, scale=3.0, dtype=torch.float64)
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result")


@pytest.mark.edges
def test_twice(solution, observe, randn):
    """A second call finds gradients that are already short enough."""
    params = weigh(randn, *SHAPES, scale=3.0)
    solution.clip_grad_norm(params, 2.0)
    norm = solution.clip_grad_norm(params, 3.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the second result", rtol=RTOL)


@pytest.mark.edges
def test_tiny(solution, observe, randn):
    """Where gradients are as small as 1e-6, the 1e-6 under the fraction counts."""
    params = weigh(randn, (8,), (2, 2), scale=1e-6)
    norm = solution.clip_grad_norm(params, 1e-7)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
@pytest.mark.parametrize("max_norm", [0.0, 1.0])
def test_zeros(solution, observe, randn, max_norm):
    """Gradients of zeros have the norm 0 and stay zeros."""
    params = weigh(randn, (3,), (2, 2), scale=0.0)
    norm = solution.clip_grad_norm(params, max_norm)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_max_norm_zero(solution, observe, randn):
    """A max_norm of 0 leaves nothing of the gradients, and the result is their norm before."""
    params = weigh(randn, (3,), (2, 2))
    norm = solution.clip_grad_norm(params, 0.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_some_without(solution, observe, randn):
    """Parameters without a gradient do not count and get none."""
    params = weigh(randn, (3,), (2, 2), (4,), scale=3.0)
    params[0].grad = params[2].grad = None
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
@pytest.mark.parametrize("count", [0, 2])
def test_none_at_all(solution, observe, randn, count):
    """Where no parameter has a gradient, the result is a zero."""
    params = [randn(3, requires_grad=True) for _ in range(count)]
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_generator(solution, observe, randn):
    """Parameters that come from a generator are counted and clipped."""
    params = weigh(randn, *SHAPES, scale=3.0)
    norm = solution.clip_grad_norm((p for p in params), 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_same_memory(solution, observe, randn):
    """A view of a gradient, taken before the call, shows the clipped numbers after it."""
    params = weigh(randn, *SHAPES, scale=3.0)
    views = [p.grad.view(-1) for p in params]
    solution.clip_grad_norm(params, 1.0)
    observe(views, "the views")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Gradients that are transposed views are counted and clipped as any others."""
    params = weigh(randn, (3, 4), (5,))
    params[0].grad = randn(4, 3).T * 3
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_no_elements(solution, observe, randn):
    """A gradient without elements adds nothing to the norm."""
    params = weigh(randn, (0,), (2, 3), (4, 0), scale=3.0)
    norm = solution.clip_grad_norm(params, 1.0)
    observe(gradients_of(params), "the gradients")
    observe(norm, "the result", rtol=RTOL)


@pytest.mark.edges
def test_parameters_stay(solution, observe, randn):
    """The parameters themselves are not changed."""
    params = weigh(randn, *SHAPES, scale=3.0)
    solution.clip_grad_norm(params, 1.0)
    observe([p.detach() for p in params], "the parameters")


@pytest.mark.sizes(weights=(4, 8, 16, 32))
def bench_clip(solution, randn, weights=16):
    """Clip the gradients of sixteen weights of 128 x 128 and their biases."""
    params = weigh(randn, *[(128, 128), (128,)] * weights)
    return lambda: solution.clip_grad_norm(params, 1.0)
