"""Hidden tests of backprop/gradient_check."""

import pytest
import torch

SHAPES = [(4,), (2, 3), (3, 3), (2, 1, 4), (1,), ()]
FUNCTIONS = {
    "sum of cubes": lambda x: (x**3).sum(),
    "neighbours": lambda x: (x.flatten() * x.flatten().roll(1)).sin().sum(),
    "logsumexp": lambda x: torch.logsumexp(x.flatten() * 2, 0),
    "one large": lambda x: (x.flatten() * torch.arange(1, x.numel() + 1).to(x) * 100).sum(),
}


@pytest.mark.shape
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, shape):
    """The numerical gradient has the shape of x."""
    gradient = solution.numerical_gradient(FUNCTIONS["sum of cubes"], randn(*shape))
    observe(tuple(gradient.shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_is_float64(solution, observe, randn, dtype):
    """The numerical gradient is in float64, and f is called with float64 tensors only."""
    seen = set()

    def f(x):
        seen.add((str(x.dtype), tuple(x.shape)))
        return (x**2).sum()

    observe(str(solution.numerical_gradient(f, randn(2, 3)).dtype), "the dtype of the gradient")
    observe(sorted(seen), "the dtypes and shapes of what f was called with")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", SHAPES[:4], ids=str)
def test_gradient(solution, observe, randn, shape, name):
    """Each element is the central difference of the function, that element alone moved."""
    observe(solution.numerical_gradient(FUNCTIONS[name], randn(*shape)))


@pytest.mark.parametrize("eps", [1e-1, 1e-2, 1e-4])
def test_eps(solution, observe, randn, eps):
    """With a large eps the difference is that of a secant, from x - eps to x + eps."""
    observe(solution.numerical_gradient(lambda x: (x**3 + x**2).sum(), randn(5), eps=eps))


@pytest.mark.parametrize("eps", [1e-1, 1e-4])
def test_check_passes_eps_on(solution, observe, randn, eps):
    """gradient_check takes its differences with the eps it is given."""
    x, f = randn(5), FUNCTIONS["sum of cubes"]
    observe(solution.gradient_check(f, x, 2.5 * x**2, eps=eps), "the relative error")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_right_gradient(solution, observe, randn, shape):
    """A right gradient has a relative error of next to nothing."""
    x = randn(*shape, dtype=torch.float64)
    error = solution.gradient_check(FUNCTIONS["sum of cubes"], x, 3 * x**2)
    observe(error, "the relative error", atol=1e-7, rtol=0)


@pytest.mark.parametrize("claim", [0.0, 0.3, 0.99, 1.5, 10.0, -1.0])
def test_wrong_gradient(solution, observe, randn, claim):
    """A wrong gradient's error is the norm of the difference over the larger norm."""
    x = randn(2, 4) * 3
    error = solution.gradient_check(FUNCTIONS["sum of cubes"], x, claim * 3 * x**2)
    observe(error, f"the relative error of {claim} times the gradient")


def test_one_wrong_element(solution, observe, randn):
    """One wrong element among many counts with its share of the norm."""
    x = randn(3, 4)
    claim = 3 * x**2
    claim[1, 2] += 1
    error = solution.gradient_check(FUNCTIONS["sum of cubes"], x, claim)
    observe(error, "the relative error")


@pytest.mark.edges
def test_both_zero(solution, observe, randn):
    """Where both gradients are 0 the error is 0, not NaN."""
    error = solution.gradient_check(lambda x: (x * 0).sum() + 3, randn(2, 3), torch.zeros(2, 3))
    observe(error, "the relative error")


@pytest.mark.edges
def test_numerical_zero(solution, observe, randn):
    """Where only the numerical gradient is 0 the error is 1."""
    x = randn(2, 3)
    observe(solution.gradient_check(lambda x: (x * 0).sum(), x, x), "the relative error")


@pytest.mark.edges
@pytest.mark.parametrize("shape", [(3, 2), (2, 3, 1), (3,), ()], ids=str)
def test_shapes_differ(solution, observe, randn, shape):
    """A gradient of another shape raises ValueError, also if it would broadcast."""
    f = FUNCTIONS["sum of cubes"]
    observe.raises(ValueError, solution.gradient_check, f, randn(2, 3), randn(*shape))


@pytest.mark.edges
def test_returns_a_view(solution, observe, randn):
    """A function that returns a view of its argument is differentiated like any other."""
    observe(solution.numerical_gradient(lambda x: x[1, 0], randn(2, 3)), "the gradient of x[1, 0]")


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Every element of a transposed view is moved."""
    x, f = randn(3, 2, 2).transpose(0, 2), FUNCTIONS["sum of cubes"]
    observe(solution.numerical_gradient(f, x), "the gradient")
    observe(solution.numerical_gradient(f, randn(3).expand(2, 3)), "that of an expanded view")


@pytest.mark.edges
def test_empty(solution, observe, randn):
    """Without elements there is nothing to move."""
    observe(solution.numerical_gradient(lambda x: x.sum(), randn(0, 3)), "the gradient")


@pytest.mark.edges
def test_number_of_calls(solution, observe, randn):
    """f is called twice for each element at most."""
    calls = []

    def f(x):
        calls.append(1)
        return (x**2).sum()

    observe(solution.numerical_gradient(f, randn(2, 4)), "the gradient")
    observe.at_most(len(calls), "the number of calls of f for 8 elements", times=1)


@pytest.mark.edges
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_leaves_x_alone(solution, observe, randn, dtype):
    """x is not changed, not even for the time of a call of f."""
    x = randn(2, 3)
    seen = []

    def f(moved):
        seen.append(x.clone())
        return (moved * x).sum()

    solution.numerical_gradient(f, x)
    observe(x, "x after the call")
    observe(torch.stack(seen[:12]), "x as f saw it")


@pytest.mark.edges
def test_leaves_the_claim_alone(solution, observe, randn):
    """The claimed gradient is not changed."""
    x, claim = randn(2, 3, dtype=torch.float64), randn(2, 3, dtype=torch.float64)
    solution.gradient_check(FUNCTIONS["sum of cubes"], x, claim)
    observe([x, claim], "x and the claim after the call")


@pytest.mark.edges
def test_x_that_wants_gradients(solution, observe, randn):
    """Where x requires gradients, neither the result nor what f is called with does."""
    x = randn(2, 3, dtype=torch.float64, requires_grad=True)
    seen = set()

    def f(moved):
        seen.add(moved.requires_grad)
        return (moved**3).sum()

    gradient = solution.numerical_gradient(f, x)
    observe(gradient.detach(), "the gradient")
    observe(gradient.requires_grad, "whether it requires a gradient")
    observe(sorted(seen), "whether what f was called with does")


@pytest.mark.sizes(size=(16, 32, 64, 128))
def bench_product(solution, randn, size=32):
    """The gradient of a quadratic form of 32 numbers."""
    x, form = randn(size), randn(size, size, dtype=torch.float64)
    return lambda: solution.numerical_gradient(lambda v: v @ form @ v, x)
