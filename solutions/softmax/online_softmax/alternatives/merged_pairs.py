"""Each chunk has a state of its own; states are merged, also where both are still empty."""

import functools
from collections.abc import Iterable

import torch
from torch import Tensor

State = tuple[Tensor, Tensor]


def _state(chunk: Tensor) -> State:
    wide = chunk.to(torch.promote_types(chunk.dtype, torch.float32))
    largest = wide.max(dim=-1).values
    total = torch.exp(wide - largest[..., None]).sum(-1)
    return largest, torch.where(torch.isneginf(largest), torch.zeros_like(total), total)


def _merge(one: State, other: State) -> State:
    largest = torch.maximum(one[0], other[0])
    finite = largest.clamp(min=torch.finfo(largest.dtype).min)
    return largest, sum(total * (m - finite).exp() for m, total in (one, other))


def online_stats(chunks: Iterable[Tensor]) -> tuple[Tensor, Tensor]:
    """Fold the chunks' states with an associative merge."""
    return functools.reduce(_merge, map(_state, chunks))


def online_softmax(x: Tensor, chunk_size: int) -> Tensor:
    """Divide the exponentials of every chunk and join the chunks."""
    if chunk_size <= 0:
        raise ValueError("chunk_size")
    parts = [x[..., i : i + chunk_size] for i in range(0, x.shape[-1], chunk_size)]
    largest, total = online_stats(iter(parts))
    wide = [part.to(total.dtype) for part in parts]
    done = [(w - largest[..., None]).exp() / total[..., None] for w in wide]
    return torch.cat(done, dim=-1).to(x.dtype)
