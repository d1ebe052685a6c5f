"""Exact cost of a call: operations, kernels, peak and allocated bytes, counted by dispatch.

No clock is involved, so a rule on cost cannot flake. What leaves the dispatcher is not seen.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from grader import wire
from grader.worker.operations import rule_of, tensors

MOST_UNKNOWN = 20


class Cost(wire.Counted, frozen=True):
    """The exact cost of one call, and what the call returned."""

    result: Any


def measure(call: Callable[..., Any], *args: Any, **kw: Any) -> Cost:
    """Call once and count.

    `operations.rule_of` says what an operator costs; every one that is not free is a kernel.
    The result's own bytes are part of the peak; the arguments' and those that the call has closed
    over are not. What autograd's engine runs is the backward part, and is in the total as well.
    """
    with Counter(tensors((args, kw, *_closed_over(call)))) as counter:
        result = call(*args, **kw)
    total, backward = counter.total, counter.backward
    return Cost(
        flops=total.flops,
        kernels=total.kernels,
        peak_bytes=total.peak_bytes,
        allocated_bytes=total.allocated_bytes,
        backward_flops=backward.flops,
        backward_kernels=backward.kernels,
        backward_peak_bytes=backward.peak_bytes,
        backward_allocated_bytes=backward.allocated_bytes,
        moved_bytes=total.moved_bytes,
        unknown=tuple(sorted(counter.unknown)[:MOST_UNKNOWN]),
        result=result,
    )


def as_message(cost: Cost) -> wire.Counted:
    """Return a cost without the call's result."""
    return wire.Counted(*(getattr(cost, name) for name in wire.Counted.__struct_fields__))


@dataclass
class Tally:
    """What was counted so far."""

    flops: int = 0
    kernels: int = 0
    peak_bytes: int = 0
    allocated_bytes: int = 0
    moved_bytes: int = 0


class Counter(TorchDispatchMode):
    """Counts operations and live storages while it is on.

    A storage that grows counts as it grows, and one that was kept from an earlier call counts once
    it is used: only those of `inputs` are free.
    """

    def __init__(self, inputs: Iterable[torch.Tensor] = ()) -> None:
        super().__init__()
        self.total = Tally()
        self.backward = Tally()
        self.unknown: set[str] = set()
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
        rule = rule_of(func)
        if rule.parts:
            with self:
                return func.decompose(*args, **kwargs)
        touched = tensors((args, kwargs))
        result = func(*args, **kwargs)
        touched += tensors(result)
        tallies = self._tallies()
        for tensor in touched:
            self._hold(_storage(tensor), tallies)
        if not rule.free:
            operations = rule.operations(args, kwargs, result)
            moved = rule.moved(operations, touched)
            for tally in tallies:
                tally.kernels += 1
                tally.flops += operations
                tally.moved_bytes += moved
        if not rule.known:
            self.unknown.add(str(func._overloadpacket).removeprefix("aten."))
        return result

    def _tallies(self) -> tuple[Tally, ...]:
        """Return where to count: also apart, while autograd's engine is what runs."""
        engine_runs = torch._C._current_graph_task_id() != -1
        return (self.total, self.backward) if engine_runs else (self.total,)

    def _hold(self, storage: Any, tallies: tuple[Tally, ...]) -> None:
        key, size = storage._cdata, storage.nbytes()
        size -= self._free.get(key, 0)
        if key not in self._sizes:
            self._watched[key] = weakref.ref(storage, lambda _: self._release(key))
        more = size - self._sizes.get(key, 0)
        self._live_bytes += more
        self._sizes[key] = size
        for tally in tallies:
            tally.allocated_bytes += max(0, more)
            tally.peak_bytes = max(tally.peak_bytes, self._live_bytes)

    def _release(self, key: int) -> None:
        self._live_bytes -= self._sizes.pop(key, 0)
        self._watched.pop(key, None)
        self._free.pop(key, None)


def _storage(tensor: torch.Tensor) -> Any:
    return tensor.untyped_storage()


def _closed_over(call: Callable[..., Any]) -> list[Any]:
    """Return what a benchmark's thunk holds: tensors, and the parameters of modules."""
    cells = getattr(call, "__closure__", None) or ()
    held = [cell.cell_contents for cell in cells]
    modules = [value for value in held if isinstance(value, torch.nn.Module)]
    return held + [[*m.parameters(), *m.buffers()] for m in modules]
