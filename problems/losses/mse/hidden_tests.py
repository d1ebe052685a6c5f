"""Hidden tests of losses/mse."""

import pytest
import torch

SHAPES = [(5,), (4, 7), (3, 3), (2, 3, 5), ()]
REDUCTIONS = ["mean", "sum", "none"]
HALVES = [torch.float16, torch.bfloat16]


def cotangent(randn, shape, reduction):
    """Return a random gradient of the shape of the loss."""
    return randn(*shape) if reduction == "none" else randn()


@pytest.mark.shape
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape(solution, observe, randn, shape, reduction):
    """The loss is one number unless nothing is reduced; the gradient has the shape of pred."""
    pred, target = randn(*shape), randn(*shape)
    observe(tuple(solution.mse_loss(pred, target, reduction).shape), "the shape of the loss")
    grad_out = cotangent(randn, shape, reduction)
    grad = solution.mse_backward(grad_out, pred, target, reduction)
    observe(tuple(grad.shape), "the shape of the gradient")


@pytest.mark.dtype
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", [torch.float64, *HALVES], ids=str)
def test_keeps_dtype(solution, observe, randn, dtype, reduction):
    """Loss and gradient have the dtype of pred."""
    pred, target = randn(3, 4), randn(3, 4)
    observe(str(solution.mse_loss(pred, target, reduction).dtype), "the dtype of the loss")
    grad_out = cotangent(randn, (3, 4), reduction)
    grad = solution.mse_backward(grad_out, pred, target, reduction)
    observe(str(grad.dtype), "the dtype of the gradient")


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_loss(solution, observe, randn, shape, reduction):
    """The loss reduces the squared differences of all elements."""
    observe(solution.mse_loss(randn(*shape), randn(*shape), reduction))


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_backward(solution, observe, randn, shape, reduction):
    """The gradient is twice the difference, times what arrives, and shared out by a mean."""
    grad_out = cotangent(randn, shape, reduction)
    observe(solution.mse_backward(grad_out, randn(*shape), randn(*shape), reduction))


def test_default_reduction(solution, observe, randn):
    """Without a reduction both functions take the mean."""
    observe(solution.mse_loss(randn(3, 4), randn(3, 4)), "the loss")
    observe(solution.mse_backward(randn(), randn(3, 4), randn(3, 4)), "the gradient")


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_values_float64(solution, observe, randn, reduction):
    """In float64 both results are exact to float64's precision."""
    pred, target, grad_out = (randn(6, 7, dtype=torch.float64) for _ in range(3))
    grad_out = grad_out if reduction == "none" else grad_out[0, 0]
    observe(solution.mse_loss(pred, target, reduction), "the loss")
    observe(solution.mse_backward(grad_out, pred, target, reduction), "the gradient")


@pytest.mark.edges
def test_close_numbers(solution, observe, randn):
    """Where pred and target are large and nearly equal, the small difference counts."""
    target = (randn(4, 5) * 8).round() + 4096
    observe(solution.mse_loss(target + 0.5, target), "the loss")


@pytest.mark.edges
@pytest.mark.parametrize("shapes", [((4, 1), (4,)), ((4, 5), (5,)), ((3, 4), (4, 3))], ids=str)
def test_shapes_differ(solution, observe, randn, shapes):
    """Different shapes raise ValueError, also where they would broadcast."""
    pred, target = (randn(*shape) for shape in shapes)
    observe.raises(ValueError, solution.mse_loss, pred, target)
    observe.raises(ValueError, solution.mse_backward, randn(), pred, target)


@pytest.mark.edges
@pytest.mark.parametrize("reduction", ["average", "", None])
def test_unknown_reduction(solution, observe, randn, reduction):
    """An unknown reduction raises ValueError."""
    observe.raises(ValueError, solution.mse_loss, randn(3), randn(3), reduction)
    observe.raises(ValueError, solution.mse_backward, randn(), randn(3), randn(3), reduction)


@pytest.mark.edges
@pytest.mark.parametrize("reduction", ["sum", "none"])
def test_empty(solution, observe, randn, reduction):
    """The sum of no errors is 0, and no errors have no gradient."""
    pred, target = randn(0, 4), randn(0, 4)
    observe(solution.mse_loss(pred, target, reduction), "the loss")
    grad_out = cotangent(randn, (0, 4), reduction)
    observe(solution.mse_backward(grad_out, pred, target, reduction), "the gradient")


@pytest.mark.edges
def test_half_square_overflows(solution, observe, randn):
    """In float16, the square of a difference above 255 does not overflow the mean."""
    pred = randn(4, 8, dtype=torch.float16)
    pred[0, 0], pred[2, 3] = 300, -400
    observe(solution.mse_loss(pred, randn(4, 8, dtype=torch.float16)))


@pytest.mark.edges
@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_half_is_rounded_once(solution, observe, randn, dtype):
    """Half precision is worked on in float32: results are rounded only at the end."""
    pred, target = randn(63, 64, dtype=dtype), randn(63, 64, dtype=dtype)
    exact = (pred.double() - target.double()) ** 2
    errors = solution.mse_loss(pred, target, "none").double()
    observe(float((errors - exact).abs().mean()), "the mean rounding error of the loss", rtol=0.15)


@pytest.mark.edges
def test_not_contiguous(solution, observe, randn):
    """Transposed views are compared element by element."""
    pred, target = randn(5, 4).T, randn(4, 5)
    observe(solution.mse_loss(pred, target, "none"), "the loss")
    observe(solution.mse_backward(randn(), pred, target), "the gradient")


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, randn):
    """No argument of either function is changed."""
    pred, target, grad_out = randn(4, 5), randn(4, 5), randn(4, 5)
    solution.mse_loss(pred, target)
    solution.mse_backward(grad_out, pred, target, "none")
    for name, tensor in {"pred": pred, "target": target, "grad_out": grad_out}.items():
        observe(tensor, f"{name} after the calls")


@pytest.mark.sizes(rows=(64, 128, 256, 512))
def bench_backward(solution, randn, rows=256):
    """The gradient of 256 rows of 512 predictions."""
    pred, target, grad_out = randn(rows, 512), randn(rows, 512), randn()
    return lambda: solution.mse_backward(grad_out, pred, target)
