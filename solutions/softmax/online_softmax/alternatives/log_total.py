"""The state as log(sum(exp(score))), beside the maximum, one score after another by logaddexp."""

from collections.abc import Iterable

import torch
from torch import Tensor


def online_stats(chunks: Iterable[Tensor]) -> tuple[Tensor, Tensor]:
    """Join the scores of each chunk to the running logarithm, one after another, in float64."""
    log_total, largest, dtype = None, None, None
    for chunk in chunks:
        dtype = torch.promote_types(chunk.dtype, torch.float32)
        for score in chunk.double().unbind(-1):
            largest = score if largest is None else torch.maximum(largest, score)
            log_total = score if log_total is None else torch.logaddexp(log_total, score)
    total = torch.where(torch.isneginf(largest), 0.0, (log_total - largest).exp())
    return largest.to(dtype), total.to(dtype)


def online_softmax(x: Tensor, chunk_size: int) -> Tensor:
    """Shift by the maximum and divide by the total."""
    if not chunk_size >= 1:
        raise ValueError("there must be something in a chunk")
    wide = x.double()
    largest, total = online_stats(wide.split(chunk_size, -1))
    return ((wide - largest[..., None]).exp() / total[..., None]).to(x.dtype)
