"""You cast everything to float32, float64 too, and half of its digits are lost. Widen half precision only.

fails: test_values_float64
"""


def difference(pred, target, reduction):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    return pred.float() - target.float()


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
