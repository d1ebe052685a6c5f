"""The linear layer and its three gradients.

Shapes: x, dx (..., I); out, grad_out (..., O); weight, dweight (O, I); bias, dbias (O,). N is the
number of rows, all leading dimensions together. The limits: dense, one dtype for all.
"""

from torch import Tensor


def linear_forward(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Multiply by the transposed weight and add the bias.

    Args:
        x: (..., I)
        weight: (O, I)
        bias: (O,), or None

    Returns:
        (..., O)
    """
    # A row of the weight belongs to one output, so inputs meet inputs only after a transpose.
    out = x @ weight.T
    return out if bias is None else out + bias


def linear_backward(grad_out: Tensor, x: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Send the gradient of the output back to input, weight and bias.

    Args:
        grad_out: (..., O), the gradient of the output
        x: (..., I)
        weight: (O, I)

    Returns:
        dx (..., I), dweight (O, I), dbias (O,)
    """
    # out_no = sum_i x_ni * w_oi + b_o. Each gradient sums over the index that it lacks.
    # 1. dx_ni = sum_o g_no * w_oi: no transpose, O meets O as it stands.
    dx = grad_out @ weight

    # 2. All rows use the same weight: put them below each other, whatever dimensions they had.
    rows_out = grad_out.reshape(-1, weight.shape[0])  # (N, O)
    rows_in = x.reshape(-1, weight.shape[1])  # (N, I)

    # 3. dw_oi = sum_n g_no * x_ni: the sum over the rows is inside of the product.
    dweight = rows_out.T @ rows_in

    # 4. The bias is a weight on an input that is always 1.
    return dx, dweight, rows_out.sum(dim=0)
