"""You work in the dtype of the arguments. In half precision the products, the sum and the difference are each rounded, and the difference of near-equal numbers then has few right digits. Cast to float32 first and round once, at the end.

fails: test_half_is_rounded_once
"""


def softmax_backward(grad_out, out, dim=-1):
    return out * (grad_out - (grad_out * out).sum(dim, keepdim=True))
