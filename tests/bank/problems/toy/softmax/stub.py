from torch import Tensor


def row_softmax(x: Tensor, scale: float = 1.0) -> Tensor:
    """Softmax of scale * x over the last dimension; x (..., C), returns (..., C)."""
    raise NotImplementedError
