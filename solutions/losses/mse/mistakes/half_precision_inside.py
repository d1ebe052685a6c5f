"""You square in the dtype of the arguments. In float16 any difference above 255 squares to infinity, and every step is rounded. Cast to float32 first and the result back.

fails: test_half_square_overflows
"""


def difference(pred, target, reduction):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    return pred - target


def mse_loss(pred, target, reduction="mean"):
    errors = difference(pred, target, reduction) ** 2
    if reduction == "mean":
        errors = errors.mean()
    if reduction == "sum":
        errors = errors.sum()
    return errors.to(pred.dtype)


def mse_backward(grad_out, pred, target, reduction="mean"):
    grad = grad_out * 2 * difference(pred, target, reduction)
    if reduction == "mean":
        grad = grad / pred.numel()
    return grad.to(pred.dtype)
