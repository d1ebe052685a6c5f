"""The messages between the processes, and the framed channel that carries them.

A frame is a length (4 bytes, big-endian) and a msgpack document. What arrives from an attempt's
process is data of these types or a `WireError`; nothing here is ever unpickled or evaluated.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from grader.model import Layer, Rung, Tolerance, Verdict

MAX_FRAME = 256 * 2**20
_LENGTH = struct.Struct(">I")


class WireError(Exception):
    """The other side sent something that is not a message of the expected kind."""


class Tagged(Struct, tag_field="is", tag=True, frozen=True):
    """A message that carries its own kind."""


# ---- to a process that forks workers: the warm one, or an opened one ----------------------


class Fork(Tagged, frozen=True):
    """Fork a worker; its channel and its output file come along as descriptors."""


class Reap(Tagged, frozen=True):
    """Kill the worker with all its descendants and say how it ended."""

    pid: int


class Ready(Tagged, frozen=True):
    """The warm process has imported everything."""

    torch: str


class Forked(Tagged, frozen=True):
    """The new worker's process id."""

    pid: int


class Reaped(Tagged, frozen=True):
    """How a worker ended: its exit code, or minus the signal that killed it."""

    status: int


ToForker: TypeAlias = Fork | Reap
FromForker: TypeAlias = Ready | Forked | Reaped


# ---- to a worker that runs one solution ---------------------------------------------------


class Open(Tagged, frozen=True):
    """Become a process for solutions of one problem: collect its cases.

    `bench` collects the `bench_*` functions in place of the tests. The folders `hidden` may not be
    read. What is opened forks workers that are, or becomes one itself, by `Enter`.
    """

    hidden: tuple[str, ...]
    problem_dir: str
    entry_points: tuple[str, ...]
    forbid: tuple[str, ...]
    device: str
    memory_mb: int
    bench: bool = False


class Enter(Tagged, frozen=True):
    """Close yourself in, once opened: from now on there may be a solution in here.

    `scratch` is the one folder it may write to; `path`, a solution's own file, may be read.
    """

    scratch: str
    path: str


class Put(Tagged, frozen=True):
    """Load a solution, in place of the present one where there is one.

    Only solutions of ours are put in a process that held another; an attempt gets its own.
    `dtype` is the default of the `dtype` fixture.
    """

    path: str
    source: str
    seed: int
    dtype: str


class RunCases(Tagged, frozen=True):
    """Run these cases, in this order."""

    names: tuple[str, ...]


class MakeThunks(Tagged, frozen=True):
    """Make thunks of the benchmark, each with inputs of its own, and call none.

    Every process makes the same inputs in the same round. Without `size` it is the declared one.
    """

    times: int
    round: int
    size: int | None = None


class RunThunks(Tagged, frozen=True):
    """Call every thunk that was made, once: what is timed."""


class TakeOutput(Tagged, frozen=True):
    """Hand over what one of the thunks returned."""

    index: int


class DropThunks(Tagged, frozen=True):
    """Forget thunks and outputs, and give their memory back."""


class CountThunk(Tagged, frozen=True):
    """Call the benchmark's thunk once under the cost counter.

    With `size` a thunk made for that size of the benchmark's axis; else the one that is timed.
    """

    size: int | None = None


class RunExamples(Tagged, frozen=True):
    """Run the doctest examples of a text against the loaded solution."""

    text: str


class CaseInfo(Struct, frozen=True):
    """A collected case: its name, its rung, its author's sentence.

    A benchmark may have an axis, along which its cost grows, and sizes to try on it.
    """

    name: str
    rung: Rung
    says: str
    axis: str = ""
    sizes: tuple[int, ...] = ()


class Loaded(Tagged, frozen=True):
    """The solution is loaded; these are the cases, and the protections that are on."""

    cases: tuple[CaseInfo, ...]
    layers: tuple[Layer, ...]


class ForbiddenCall(Struct, frozen=True):
    """A forbidden name that was called, and the line of the attempt it was called from."""

    name: str
    line: int


class LoadFailed(Tagged, frozen=True):
    """The solution could not be loaded; `forbidden` where that was for a forbidden call."""

    message: str
    traceback: str
    forbidden: tuple[ForbiddenCall, ...] = ()


class Started(Tagged, frozen=True):
    """A case begins."""

    name: str


class Raised(Struct, frozen=True):
    """An exception that ended a case."""

    type: str
    message: str
    traceback: str
    out_of_memory: bool = False


class Finished(Tagged, frozen=True):
    """A case ended. `observations` is an encoded list of `Observation`.

    `printed` is how much the process has printed by now, in bytes.
    """

    name: str
    observations: bytes
    printed: int
    raised: Raised | None
    forbidden: tuple[ForbiddenCall, ...]
    seconds: float


class Done(Tagged, frozen=True):
    """Everything asked for was run."""


class Ran(Tagged, frozen=True):
    """The thunks were run, and the device has done its work, in so many seconds of its own clock.

    Those are for information, and 0 where the device has no clock.
    """

    device_seconds: float


class Output(Tagged, frozen=True):
    """What a thunk returned, as an encoded list of one `Observation`."""

    observations: bytes


class Counted(Tagged, frozen=True):
    """The exact cost of one call, and which part of it autograd's engine ran.

    `kernels` are the operators that compute. Peak and allocated bytes are above the inputs'.
    `moved_bytes` are those that the kernels read and write, each its arguments and results.
    `unknown` names the operators whose number of operations is a guess.
    """

    flops: int
    kernels: int
    peak_bytes: int
    allocated_bytes: int
    backward_flops: int
    backward_kernels: int
    backward_peak_bytes: int
    backward_allocated_bytes: int
    moved_bytes: int
    unknown: tuple[str, ...]


class ExamplesRun(Tagged, frozen=True):
    """How many examples there were, and what the failing ones printed."""

    attempted: int
    failures: tuple[str, ...]


ToBenchmark: TypeAlias = MakeThunks | RunThunks | TakeOutput | DropThunks | CountThunk
ToSolution: TypeAlias = Open | Enter | Put | RunCases | RunExamples | ToBenchmark
FromSolution: TypeAlias = (
    Loaded | LoadFailed | Started | Finished | Done | Ran | Output | Counted | ExamplesRun
)


# ---- observed values ----------------------------------------------------------------------


class TensorValue(Tagged, frozen=True):
    """A dense tensor: contiguous bytes in C order."""

    dtype: str
    shape: tuple[int, ...]
    device: str
    data: bytes


class ScalarValue(Tagged, frozen=True):
    """None, or a Python bool, int, float, str or bytes (`kind` tells the types apart)."""

    kind: str
    value: bool | int | float | str | None
    data: bytes = b""


class SequenceValue(Tagged, frozen=True):
    """A list or a tuple."""

    kind: str
    items: tuple[Value, ...]


class MappingValue(Tagged, frozen=True):
    """A dict, as pairs in its order."""

    items: tuple[tuple[Value, Value], ...]


class RaisedValue(Tagged, frozen=True):
    """The exception that a call raised, or an empty name for none."""

    type: str
    message: str


class OpaqueValue(Tagged, frozen=True):
    """Something that is no plain data; equal to nothing."""

    type: str


Value: TypeAlias = (
    TensorValue | ScalarValue | SequenceValue | MappingValue | RaisedValue | OpaqueValue
)


class Observation(Struct, frozen=True):
    """One value handed over for comparison.

    `rtol` and `atol`, where given, replace the default tolerance; `atol` is then absolute.
    With `at_most`, the attempt's number may be that many times the reference's, plus `slack`; with
    `at_least` it must be that many times the reference's or more. With `power_of` the number is
    the exponent of a growth.
    """

    label: str
    call: str
    value: Value
    rtol: float | None = None
    atol: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    slack: float = 0.0
    power_of: str = ""


# ---- to the judge -------------------------------------------------------------------------


class Sample(Struct, frozen=True):
    """What one solution did in one case; P's own words on how it ended stand in `verdict`."""

    name: str
    observations: bytes
    raised: str = ""
    verdict: Verdict = Verdict.ACCEPTED


class Compare(Tagged, frozen=True):
    """Compare an attempt's samples with the reference's, pairwise.

    `exact`, where given, are the reference's in float64 on the CPU: its own error widens what is
    tolerated.
    """

    expected: tuple[Sample, ...]
    got: tuple[Sample, ...]
    tolerances: dict[str, Tolerance]
    scale: float = 1.0
    exact: tuple[Sample, ...] = ()


class Match(Tagged, frozen=True):
    """In which cases do two solutions behave alike?"""

    one: tuple[Sample, ...]
    other: tuple[Sample, ...]
    tolerances: dict[str, Tolerance]


class Measure(Tagged, frozen=True):
    """How much of the tolerance does a solution's own rounding take, against its float64 run?"""

    rounded: tuple[Sample, ...]
    exact: tuple[Sample, ...]
    tolerances: dict[str, Tolerance]


class Probe(Tagged, frozen=True):
    """Which devices are there?"""


class Compared(Struct, frozen=True):
    """One case's comparison; an empty message is equality."""

    verdict: Verdict
    message: str
    dtypes: tuple[str, ...]


class Comparison(Tagged, frozen=True):
    """One result per pair, in order."""

    cases: tuple[Compared, ...]


class Matched(Tagged, frozen=True):
    """One answer per pair, in order."""

    cases: tuple[bool, ...]


class Measured(Tagged, frozen=True):
    """Per pair the largest error as a share of the tolerance; 0 where nothing is comparable."""

    shares: tuple[float, ...]


class Devices(Tagged, frozen=True):
    """Names of the devices that can be used, the best first, and what they are."""

    names: tuple[str, ...]
    labels: tuple[str, ...]


class Become(Tagged, frozen=True):
    """Become the judge."""


ToJudge: TypeAlias = Become | Compare | Match | Measure | Probe
FromJudge: TypeAlias = Comparison | Matched | Measured | Devices
ToWorker: TypeAlias = ToSolution | ToJudge


# ---- the channel --------------------------------------------------------------------------


class Channel:
    """Frames over a stream socket; one reader and one writer a side.

    With `handed`, descriptors that the other side sends are taken and stand there.
    """

    def __init__(self, sock: socket.socket, handed: list[int] | None = None) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self.handed = handed

    def fileno(self) -> int:
        """Return the descriptor of this end."""
        return self._sock.fileno()

    def close(self) -> None:
        """Close this end."""
        self._sock.close()

    def send(self, message: Struct, descriptors: list[int] | None = None) -> None:
        """Send one message, with descriptors for the other process where given.

        Raises:
            BrokenPipeError: the other side is gone.
        """
        body = encode(message)
        frame = _LENGTH.pack(len(body)) + body
        self._sock.settimeout(None)
        if descriptors:
            socket.send_fds(self._sock, [frame], descriptors)
        else:
            self._sock.sendall(frame)

    def receive(self, expected: Any, timeout: float | None = None) -> Any:
        """Return the next message, an instance of `expected`, or None when the other side is gone.

        Raises:
            TimeoutError: nothing whole arrived within `timeout` seconds.
            WireError: the frame is too long or not of the expected type.
        """
        body = self._frame(timeout)
        return None if body is None else decode(body, expected)

    def _frame(self, timeout: float | None) -> bytes | None:
        deadline = None if timeout is None else time.monotonic() + timeout
        length = _LENGTH.size
        while True:
            if len(self._buffer) >= _LENGTH.size:
                (size,) = _LENGTH.unpack_from(self._buffer)
                if size > MAX_FRAME:
                    raise WireError(f"a message of {size} bytes")
                length = _LENGTH.size + size
                if len(self._buffer) >= length:
                    body = bytes(self._buffer[_LENGTH.size : length])
                    del self._buffer[:length]
                    return body
            if not self._fill(deadline, length - len(self._buffer)):
                return None

    def _fill(self, deadline: float | None, missing: int) -> bool:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        try:
            chunk = self._read(max(65536, min(missing, 2**22)))
        except ConnectionResetError:
            return False
        self._buffer += chunk
        return bool(chunk)

    def _read(self, most: int) -> bytes:
        if self.handed is None:
            return self._sock.recv(most)
        chunk, descriptors, _, _ = socket.recv_fds(self._sock, most, 4)
        self.handed += descriptors
        return chunk


def decode(body: bytes, expected: Any) -> Any:
    """Decode one document strictly.

    Raises:
        WireError: it is not an instance of `expected`.
    """
    try:
        return msgspec.msgpack.decode(body, type=expected)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from error


def encode(value: Any) -> bytes:
    r"""Encode one document; what is not Unicode in a text is spelled out, as `\udcff`."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_spelled(msgspec.to_builtins(value, builtin_types=(bytes,))))


def _spelled(value: Any) -> Any:
    match value:
        case str():
            return value.encode(errors="backslashreplace").decode()
        case dict():
            return {key: _spelled(item) for key, item in value.items()}
        case list() | tuple():
            return [_spelled(item) for item in value]
    return value


def printable(text: str) -> str:
    """Return a text without what would steer a terminal."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def encode_observations(observations: list[Observation]) -> bytes:
    """Return the bytes that `Finished` and `Sample` carry."""
    return encode(observations)


def decode_observations(body: bytes) -> list[Observation]:
    """Return the observations in the bytes.

    Raises:
        WireError: they are not observations.
    """
    observations: list[Observation] = decode(body, list[Observation])
    return observations
