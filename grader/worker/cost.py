"""Exact cost of a call: floating-point operations and peak bytes, counted by dispatch.

No clock is involved, so a rule on cost cannot flake. What leaves the dispatcher is not seen.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


@dataclass(frozen=True)
class Cost:
    """`peak_bytes` counts what was live at once above what was there before the call."""

    flops: int
    peak_bytes: int
    result: Any


def measure(call: Callable[..., Any], *args: Any, **kw: Any) -> Cost:
    """Call once and count.

    A matmul, convolution or attention costs two operations a multiply-add; any other operator
    one an element of its largest tensor; views and bare allocations cost nothing. The result's
    own bytes are part of the peak.
    """
    with Counter() as counter:
        result = call(*args, **kw)
    return Cost(counter.flops, counter.peak_bytes, result)


class Counter(TorchDispatchMode):
    """Counts operations and live storages while it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.flops = 0
        self.peak_bytes = 0
        self._live_bytes = 0
        self._live: dict[int, weakref.ref[Any]] = {}

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Stay as written: the wrapper that torch would put around imports dynamo, 2.5 s."""
        return False

    def __torch_dispatch__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Run the operator and add its cost."""
        kwargs = kwargs or {}
        given = list(_tensors((args, kwargs)))
        known = {_storage_id(tensor) for tensor in given}
        result = func(*args, **kwargs)
        made = list(_tensors(result))
        for tensor in made:
            if _storage_id(tensor) not in known:
                self._hold(tensor)
        formula = flop_registry.get(func._overloadpacket)
        if formula is not None:
            self.flops += int(formula(*args, **kwargs, out_val=result))
        elif not func.is_view and func._overloadpacket.__name__ not in _FREE:
            self.flops += max((tensor.numel() for tensor in given + made), default=0)
        return result

    def _hold(self, tensor: torch.Tensor) -> None:
        storage = tensor.untyped_storage()
        key, size = storage._cdata, storage.nbytes()
        if key in self._live:
            return
        self._live[key] = weakref.ref(storage, lambda _: self._release(key, size))
        self._live_bytes += size
        self.peak_bytes = max(self.peak_bytes, self._live_bytes)

    def _release(self, key: int, size: int) -> None:
        del self._live[key]
        self._live_bytes -= size


_FREE = frozenset(
    {
        "empty",
        "empty_like",
        "empty_strided",
        "new_empty",
        "detach",
        "alias",
        "lift_fresh",
        "_to_copy",
    }
)


def _storage_id(tensor: torch.Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(tuple(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield from _tensors(item)
