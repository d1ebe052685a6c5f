import torch
from torch import Tensor


def causal_mask(length: int, device: torch.device | str | None = None) -> Tensor:
    """Say which keys each query may see when none may see the future.

    Returns:
        (T, T) bool, True where query i (row) may see key j (column)
    """
    raise NotImplementedError


def sliding_mask(
    length: int, window: int, causal: bool = True, device: torch.device | str | None = None
) -> Tensor:
    """Let each query see itself and its neighbours up to `window` away.

    Returns:
        (T, T) bool; neighbours on the left only where `causal`
    """
    raise NotImplementedError


def prefix_mask(length: int, prefix: int, device: torch.device | str | None = None) -> Tensor:
    """Let all queries see the first `prefix` keys, and be causal otherwise.

    Returns:
        (T, T) bool
    """
    raise NotImplementedError


def padding_mask(lengths: Tensor, length: int) -> Tensor:
    """Say which positions of a padded batch hold tokens.

    Args:
        lengths: (B,) int64, the tokens of each row
        length: T

    Returns:
        (B, T) bool, on the device of `lengths`
    """
    raise NotImplementedError


def apply_mask(scores: Tensor, mask: Tensor) -> Tensor:
    """Prepare scores for a softmax that gives hidden places the weight 0.

    Args:
        scores: (..., Tq, Tk)
        mask: bool, broadcasts to the shape of `scores`; True where visible

    Returns:
        (..., Tq, Tk), in the dtype of `scores`
    """
    raise NotImplementedError
