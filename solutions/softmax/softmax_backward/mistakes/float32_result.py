"""You compute in float32 and return float32. For half precision the first is right and the second is not: the gradient comes back in the dtype of `grad_out`.

fails: test_keeps_dtype
"""


def softmax_backward(grad_out, out, dim=-1):
    g, p = grad_out.float(), out.float()
    return p * (g - (g * p).sum(dim, keepdim=True))
