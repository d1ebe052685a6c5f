"""What a timed call needs of its device: that its work is done, and that no cache remembers.

Thin on purpose. On the CPU there is nothing to do and nothing of a GPU is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

_LEAST_FLUSH = 64 * 2**20  # bytes, where a GPU does not say how large its cache is


def settle(device: torch.device) -> None:
    """Wait until everything that was launched on the device has run."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def flush(device: torch.device) -> None:
    """Push what earlier calls left out of the device's cache: a warm one flatters."""
    if device.type == "cuda":
        known = getattr(torch.cuda.get_device_properties(device), "L2_cache_size", 0)
        torch.empty(max(2 * known, _LEAST_FLUSH), dtype=torch.int8, device=device).zero_()
        settle(device)


def run(device: torch.device, call: Callable[[], Any]) -> tuple[Any, float]:
    """Call, wait for the device, and return the result with the device's own seconds.

    Only CUDA has a clock of its own worth reading (torch.cuda.Event); elsewhere it is 0.
    """
    if device.type != "cuda":
        result = call()
        settle(device)
        return result, 0.0
    began, ended = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    began.record()
    result = call()
    ended.record()
    settle(device)
    return result, began.elapsed_time(ended) / 1e3
