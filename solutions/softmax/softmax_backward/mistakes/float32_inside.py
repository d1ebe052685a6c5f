"""You cast everything to float32, float64 too. The dtype of the result is right and half of its digits are lost. Widen half precision only.

fails: test_values_float64
"""


def softmax_backward(grad_out, out, dim=-1):
    g, p = grad_out.float(), out.float()
    return (p * (g - (g * p).sum(dim, keepdim=True))).to(grad_out.dtype)
