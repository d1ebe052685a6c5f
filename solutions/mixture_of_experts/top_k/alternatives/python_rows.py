"""Row by row in Python, by inserting each element at its place."""

import math

import torch
from torch import Tensor


def top_k(x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return (values, indices) of the k largest of each row."""
    if not 0 <= k <= x.shape[-1]:
        raise ValueError("there are not so many")
    rows = (
        [_best(row, k) for row in x.detach().reshape(-1, x.shape[-1]).tolist()] if x.numel() else []
    )
    indices = torch.tensor(rows, dtype=torch.int64, device=x.device).reshape(*x.shape[:-1], k)
    return x.gather(-1, indices), indices


def _best(row: list[float], k: int) -> list[int]:
    order: list[int] = []
    for index, value in enumerate(row):
        place = len(order)
        while place and _is_larger(value, row[order[place - 1]]):
            place -= 1
        order.insert(place, index)
    return order[:k]


def _is_larger(one: float, other: float) -> bool:
    return not math.isnan(other) and (math.isnan(one) or one > other)
