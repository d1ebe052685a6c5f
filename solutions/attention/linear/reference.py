"""Linear attention: weights that are products of features, summed in the cheap order.

Shapes: q (..., T, D), k (..., S, D), v (..., S, E); a state is a matrix (D, E) and a vector (D).
The limits: the causal form holds a state for every token, T x D x E numbers; real kernels hold one
for every chunk, see `alternatives/chunks.py`.
"""

from torch import Tensor


def linear_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool = False) -> Tensor:
    """Attend with weights phi(q) . phi(k) (Katharopoulos et al. 2020).

    Args:
        q: (..., T, D)
        k: (..., S, D)
        v: (..., S, E)
        causal: hide later keys; then S = T

    Returns:
        (..., T, E), in the dtype of q
    """
    q, k = _features(q), _features(k)

    # (Q K^T) V = Q (K^T V): without a softmax between them the products may change their order, and
    # no T x S matrix comes about. The weights' sum is the same with ones for values.
    if not causal:
        total = k.sum(dim=-2).unsqueeze(-1)  # (..., D, 1)
        return (q @ (k.mT @ v)) / (q @ total)

    # Causal: each query has a state of its own, the sum up to and including its token.
    state = (k.unsqueeze(-1) * v.unsqueeze(-2)).cumsum(dim=-3)  # (..., T, D, E)
    above = (q.unsqueeze(-2) @ state).squeeze(-2)  # (..., T, E)
    below = (q * k.cumsum(dim=-2)).sum(dim=-1, keepdim=True)  # (..., T, 1)
    return above / below


def _features(x: Tensor) -> Tensor:
    """Return elu(x) + 1: exp(x) up to zero and x + 1 above, never negative.

    Written as a sum, so that no exponential overflows, not even in a branch that is not taken.
    """
    return x.clamp(max=0).exp() + x.relu()
