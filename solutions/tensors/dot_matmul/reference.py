"""Dot and matrix products from multiplication and summation.

Shapes: a (..., n, k), b (..., k, m), result (..., n, m). The limits: all n * k * m products are in
memory at once, which is why nobody multiplies large matrices this way.
"""

from torch import Tensor


def dot(a: Tensor, b: Tensor) -> Tensor:
    """Sum the products of two vectors; (n,) and (n,) to () (torch.dot).

    Raises:
        ValueError: not two vectors of one length
    """
    # A length of 1 would broadcast, so multiplying alone does not notice it.
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"not two vectors of one length: {tuple(a.shape)}, {tuple(b.shape)}")
    return (a * b).sum()


def matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply two matrices; (n, k) and (k, m) to (n, m) (torch.mm).

    Raises:
        ValueError: not two matrices, or their inner sizes differ
    """
    if a.ndim != 2 or b.ndim != 2:
        raise ValueError(f"not two matrices: {tuple(a.shape)}, {tuple(b.shape)}")
    return batched_matmul(a, b)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    """Multiply matrices in batches that broadcast (torch.matmul).

    Args:
        a: (..., n, k)
        b: (..., k, m)

    Returns:
        (..., n, m)

    Raises:
        ValueError: an operand is no batch of matrices, or the inner sizes differ
    """
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} cannot be multiplied")

    # 1. Three indices, row, column, inner, each in the same place in both operands:
    #    (..., n, 1, k) holds the rows of a, (..., 1, m, k) the columns of b. Inner stands last,
    #    where a sum runs along memory.
    rows = a.unsqueeze(-2)
    columns = b.mT.unsqueeze(-3)

    # 2. Broadcasting makes all products, (..., n, m, k); what stands in front is the batch.
    # 3. Only the inner index is summed over.
    return (rows * columns).sum(dim=-1)
