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
    own bytes are part of the peak; the arguments' and those that the call has closed over are not.
    """
    with Counter(_tensors((args, kw, *_closed_over(call)))) as counter:
        result = call(*args, **kw)
    return Cost(counter.flops, counter.peak_bytes, result)


class Counter(TorchDispatchMode):
    """Counts operations and live storages while it is on.

    A storage that grows counts as it grows, and one that was kept from an earlier call counts once
    it is used: only those of `inputs` are free.
    """

    def __init__(self, inputs: Iterable[torch.Tensor] = ()) -> None:
        super().__init__()
        self.flops = 0
        self.peak_bytes = 0
        self._live_bytes = 0
        self._sizes: dict[int, int] = {}
        self._watched: dict[int, weakref.ref[Any]] = {}
        self._free = {_storage(tensor)._cdata: _storage(tensor).nbytes() for tensor in inputs}

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
        result = func(*args, **kwargs)
        made = list(_tensors(result))
        for tensor in given + made:
            self._hold(_storage(tensor))
        formula = flop_registry.get(func._overloadpacket)
        if formula is not None:
            self.flops += int(formula(*args, **kwargs, out_val=result))
        elif not func.is_view and func._overloadpacket.__name__ not in _FREE:
            self.flops += max((tensor.numel() for tensor in given + made), default=0)
        return result

    def _hold(self, storage: Any) -> None:
        key, size = storage._cdata, storage.nbytes()
        size -= self._free.get(key, 0)
        if key not in self._sizes:
            self._watched[key] = weakref.ref(storage, lambda _: self._release(key))
        self._live_bytes += size - self._sizes.get(key, 0)
        self._sizes[key] = size
        self.peak_bytes = max(self.peak_bytes, self._live_bytes)

    def _release(self, key: int) -> None:
        self._live_bytes -= self._sizes.pop(key, 0)
        self._watched.pop(key, None)
        self._free.pop(key, None)


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


def _storage(tensor: torch.Tensor) -> Any:
    return tensor.untyped_storage()


def _closed_over(call: Callable[..., Any]) -> list[Any]:
    """Return what a benchmark's thunk holds: tensors, and the parameters of modules."""
    cells = getattr(call, "__closure__", None) or ()
    held = [cell.cell_contents for cell in cells]
    modules = [value for value in held if isinstance(value, torch.nn.Module)]
    return held + [[*m.parameters(), *m.buffers()] for m in modules]


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(tuple(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)
