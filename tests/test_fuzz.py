"""The wire under fire: mutated and forged messages cost an attempt its case, never the judge.

`DRILL_FUZZ=1000000` sets how many messages; each test prints the seed it drew.
"""

from __future__ import annotations

import math
import os
import random
import resource
import secrets
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import msgspec
import pytest
import torch

from grader import wire
from grader.model import Rung, Verdict
from grader.worker.judge import Comparer, compare
from grader.worker.observe import Observer, as_value

MESSAGES = int(os.environ.get("DRILL_FUZZ", "50000"))
SLOWEST = 0.2  # CPU seconds for one message
GROWTH_MB = 256
FIXED_SEED = 20240229


def observed(*values, **how) -> bytes:
    """Return the bytes that observing these values gives."""
    observer = Observer()
    for value in values:
        observer(value, **how)
    return wire.encode_observations(observer.taken)


def bounded(value: float) -> bytes:
    """Return the bytes of an observed cost."""
    observer = Observer()
    observer.at_most(value, times=2)
    return wire.encode_observations(observer.taken)


def raised(error: Exception) -> bytes:
    """Return the bytes of an observed exception."""

    def call() -> None:
        raise error

    observer = Observer()
    observer.raises(type(error), call)
    return wire.encode_observations(observer.taken)


def pairs() -> list[tuple[bytes, bytes]]:
    """Return what references observe, each with what a wrong answer observes."""
    t, nan, inf = torch.tensor, math.nan, math.inf
    long = "k" * 200
    return [
        (observed(t([1.0, 2.0, -3.5])), observed(t([1.0, 2.0, 3.5]))),
        (observed(t([[1.0, nan], [inf, 0.0]])), observed(t([[1.0, 0.0], [inf, nan]]))),
        (observed(t([1.5, 2.5]).double()), observed(t([1.5, 2.75]).double())),
        (observed(t([1.0, 2.0]).half()), observed(t([1.0, 4.0]).half())),
        (observed(t([1.0, 2.0]).bfloat16()), observed(t([1.0, -2.0]).bfloat16())),
        (observed(t([1, 2, 3])), observed(t([1, 2, 7]))),
        (observed(t([True, False])), observed(t([True, True]))),
        (observed(t([1 + 2j, 0j])), observed(t([1 - 2j, 0j]))),
        (observed(torch.empty(0, 3)), observed(torch.empty(3, 0))),
        (observed(torch.ones(8, 33)), observed(torch.ones(8, 33).tril())),
        (observed(0.25, rtol=0.0, atol=0.01), observed(0.5)),
        (observed(nan), observed(1.0)),
        (observed(10**30), observed(10**30 + 1)),
        (observed(7), observed(True)),
        (observed(None), observed(0)),
        (observed("word"), observed(b"word")),
        (observed([1, (2.0, None, "x")]), observed([1, (2.0, "x", None)])),
        (observed({"a": 1, "b": [t([1.0])]}), observed({"a": 1, "c": [t([1.0])]})),
        (observed({long + "x": 1}), observed({long + "y": 1})),
        (observed({(1, 2, 3, 4, 5): 1}), observed({(1, 2, 3, 4, 6): 1})),
        (observed((2, 3), t([1.0]), label="two"), observed((2, 3), label="two")),
        (bounded(100), bounded(300)),
        (raised(ValueError("no")), raised(TypeError("no"))),
        (observed(1.0), observed(object())),
    ]


def messages() -> list[msgspec.Struct]:
    """Return one good message of every kind that an attempt's process sends."""
    error = wire.Raised("ValueError", "what", "line 1", False)
    call = wire.ForbiddenCall("softmax", 3)
    return [
        *(wire.Started("test_values[4]"), wire.Done(), wire.LoadFailed("no", "line 1"), LOADED),
        wire.Finished("test_values[4]", b"\x90", 9, error, (call,), 0.5),
        *(
            wire.Finished("test_values[4]", got, 0, None, (), 0.01)
            for both in pairs()
            for got in both
        ),
    ]


LOADED = wire.Loaded(
    cases=tuple(wire.CaseInfo(f"test_{n}[{n}]", Rung.VALUES, "It is so.") for n in range(4)),
    layers=(),
)


# ---- the mutator --------------------------------------------------------------------------

WRAP = b"\x83\xa2is\xadSequenceValue\xa4kind\xa4list\xa5items\x91"
HUGE = [
    *(b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff"),
    *(b"\xc6\xff\xff\xff\xff", b"\xc9\xff\xff\xff\xff\x01", b"\xdc\xff\xff", b"\xde\xff\xff"),
    *(b"\xcf" + b"\xff" * 8, b"\xd3\x80" + b"\x00" * 7, b"\xcf\x80" + b"\x00" * 7),
    *(
        b"\xcb\x7f\xf8\x00\x00\x00\x00\xde\xad",
        b"\xca\x7f\x80\x00\x01",
        b"\xcb\xff\xf0" + b"\0" * 6,
    ),
    *(b"\xc0", b"\xc1", b"\xc2", b"\xc3", b"\x80", b"\x90", b"\xa0", b"\xc4\x00", b"\x00", b"\xff"),
    *(b"\xd6\xff\x00\x00\x00\x00", b"\xa2\xff\xfe", b"\xa3\xed\xa0\x80"),
]


def spans(body: bytes) -> list[tuple[int, int]]:
    """Return where every value inside a msgpack document begins and ends."""
    found: list[tuple[int, int]] = []

    def walk(at: int) -> int:
        inner, end = _header(body, at)
        for _ in range(inner):
            end = walk(end)
        found.append((at, end))
        return end

    walk(0)
    return found


def sort_of(part: bytes) -> int:
    """Return one number for all maps, one for all arrays, strings, bytes, and so on."""
    tag = part[0]
    fixed = {0x80: 0xDE, 0x90: 0xDC, 0xA0: 0xD9, 0xB0: 0xD9}.get(tag & 0xF0)
    return fixed or (tag if 0xC0 <= tag < 0xE0 else 0xD0)


def _header(body: bytes, at: int) -> tuple[int, int]:
    """Return how many values a value holds, and where they, or else what follows it, begin."""
    tag = body[at]
    sizes = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
    plain = {0xCA: 5, 0xCB: 9, 0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9}
    plain |= {0xD0: 2, 0xD1: 3, 0xD2: 5, 0xD3: 9}
    if 0x80 <= tag <= 0x8F:
        return 2 * (tag & 15), at + 1
    if 0x90 <= tag <= 0x9F:
        return tag & 15, at + 1
    if 0xA0 <= tag <= 0xBF:
        return 0, at + 1 + (tag & 31)
    if width := sizes.get(tag):
        return 0, at + 1 + width + int.from_bytes(body[at + 1 : at + 1 + width], "big")
    if tag in (0xDC, 0xDE):
        return int.from_bytes(body[at + 1 : at + 3], "big") * (tag - 0xDA) // 2, at + 3
    return 0, at + plain.get(tag, 1)


class Mutator:
    """Makes bad documents of good ones: by their structure first, then byte by byte."""

    def __init__(self, seed: int, bodies: list[bytes]) -> None:
        self.random = random.Random(seed)
        self._bodies = [(body, spans(body)) for body in bodies]
        self._parts = [body[a:b] for body, places in self._bodies for a, b in places]
        self._sorts: dict[int, list[bytes]] = {}
        for part in self._parts:
            self._sorts.setdefault(sort_of(part), []).append(part)
        self._by_structure = (self._replace, self._splice, self._swap, self._double, self._wrap)
        self._by_bytes = (
            self._flip,
            self._flip,
            self._flip,
            self._cut,
            self._insert,
            self._overwrite,
            self._tail,
        )

    def __call__(self, number: int) -> bytes:
        """Return a mutation of the good document of this number."""
        body, places = self._bodies[number % len(self._bodies)]
        draw = self.random.random()
        if draw < 0.8:
            body = self.random.choice(self._by_structure)(body, places)
        if draw > 0.7:
            for _ in range(self.random.choice((1, 1, 3))):
                body = self.random.choice(self._by_bytes)(body)
        return body

    def _replace(self, body: bytes, places: list[tuple[int, int]]) -> bytes:
        a, b = self.random.choice(places)
        return body[:a] + self.random.choice(HUGE) + body[b:]

    def _splice(self, body: bytes, places: list[tuple[int, int]]) -> bytes:
        a, b = self.random.choice(places)
        alike = self.random.random() < 0.8
        parts = self._sorts[sort_of(body[a:b])] if alike else self._parts
        return body[:a] + self.random.choice(parts) + body[b:]

    def _swap(self, body: bytes, places: list[tuple[int, int]]) -> bytes:
        (a, b), (c, d) = sorted(self.random.choices(places, k=2))
        if b > c:
            return body
        return body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]

    def _double(self, body: bytes, places: list[tuple[int, int]]) -> bytes:
        a, b = self.random.choice(places)
        holder = self.random.choice(places)[0]
        longer = body[:b] + body[a:b] * self.random.choice((1, 2, 500)) + body[b:]
        count = min(body[holder] + 1, 255)
        return longer[:holder] + bytes([count]) + longer[holder + 1 :]

    def _wrap(self, body: bytes, places: list[tuple[int, int]]) -> bytes:
        a, _ = self.random.choice(places)
        how = self.random.choice((WRAP, b"\x91", b"\x81\xa1a"))
        return body[:a] + how * self.random.choice((1, 15, 100, 300, 380, 600, 2000)) + body[a:]

    def _flip(self, body: bytes) -> bytes:
        if not body:
            return body
        at, bit = self.random.randrange(len(body)), 1 << self.random.randrange(8)
        return body[:at] + bytes([body[at] ^ bit]) + body[at + 1 :]

    def _cut(self, body: bytes) -> bytes:
        return body[: self.random.randrange(len(body) + 1)]

    def _insert(self, body: bytes) -> bytes:
        at = self.random.randrange(len(body) + 1)
        return body[:at] + self.random.randbytes(self.random.randint(1, 8)) + body[at:]

    def _overwrite(self, body: bytes) -> bytes:
        at = self.random.randrange(len(body) + 1)
        what = self.random.choice(HUGE)
        return body[:at] + what + body[at + len(what) :]

    def _tail(self, body: bytes) -> bytes:
        return body + self.random.choice(self._parts)

    def stream(self) -> bytes:
        """Return a few frames, doubled, in any order, with lengths that may lie."""
        chosen = [self(self.random.randrange(len(self._bodies))) for _ in range(3)]
        chosen += [self.random.choice(self._bodies)[0] for _ in range(2)]
        self.random.shuffle(chosen)
        return b"".join(self._framed(body) for body in chosen)

    def _framed(self, body: bytes) -> bytes:
        lies = (0, 1, len(body) - 1, len(body) + 1, 2**31, wire.MAX_FRAME + 1, 2**32 - 1)
        size = self.random.choice(lies) if self.random.random() < 0.2 else len(body)
        return struct.pack(">I", max(size, 0)) + body


# ---- what is right, without the judge -----------------------------------------------------


def really_equal(expected: bytes, got: bytes) -> bool:
    """Compare decoded observations as plain data, in another way than the judge does."""
    wanted, given = (wire.decode_observations(body) for body in (expected, got))
    return len(wanted) == len(given) and all(
        _within(want, have.value)
        if want.at_most
        else _close(_plain(want.value), _plain(have.value))
        for want, have in zip(wanted, given, strict=True)
    )


def _within(want: wire.Observation, have: wire.Value) -> bool:
    own, given = _plain(want.value), _plain(have)
    return isinstance(given, int | float) and 0 <= given <= own * want.at_most + want.slack


def _plain(value: wire.Value) -> object:
    match value:
        case wire.TensorValue():
            dtype = getattr(torch, value.dtype)
            raw = bytes(byte != 0 for byte in value.data) if dtype is torch.bool else value.data
            numbers = torch.frombuffer(bytearray(raw), dtype=dtype).tolist() if raw else []
            return ["tensor", value.dtype, list(value.shape), value.device, numbers]
        case wire.ScalarValue(kind="bytes"):
            return value.data
        case wire.ScalarValue():
            return value.value
        case wire.SequenceValue():
            return [value.kind, *map(_plain, value.items)]
        case wire.MappingValue():
            inner = [[_plain(key), _plain(item)] for key, item in value.items]
            return ["dict", *sorted(inner, key=repr)]
        case wire.RaisedValue():
            return ["raised", value.type]
    return object()


def _close(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_close, one, other))
    if isinstance(one, float | complex) and isinstance(other, int | float | complex):
        near = abs(one) < math.inf and abs(one - other) <= 0.05 * (1 + abs(one))
        return near or repr(one) == repr(other)
    return type(one) is type(other) and one == other


# ---- the tests ----------------------------------------------------------------------------


@dataclass
class Tally:
    """What a run of messages came to."""

    messages: int = 0
    refused: int = 0
    right: int = 0
    slowest: float = 0.0


@pytest.fixture(params=["fixed", "fresh"])
def seed(request) -> int:
    """One seed for always, and one drawn now; printed, so that a failure can be repeated."""
    drawn = FIXED_SEED if request.param == "fixed" else secrets.randbelow(2**32)
    print(f"seed {drawn}")
    return drawn


@pytest.fixture
def bounds() -> Iterator[Tally]:
    """Hold a run to its limits of time for one message and of memory for all."""
    tally, before = Tally(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield tally
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{tally} grown {grown:.0f} MB")
    assert tally.slowest < SLOWEST
    assert sys.platform == "darwin" or grown < GROWTH_MB


def timed(tally: Tally, call: Callable[[], object]) -> object:
    """Call, and note a message's CPU time."""
    began = time.thread_time()
    try:
        return call()
    finally:
        tally.slowest = max(tally.slowest, time.thread_time() - began)
        tally.messages += 1


def test_mutated_streams_are_messages_or_wire_errors(seed, bounds):
    """Whatever bytes arrive, a channel gives messages of the kind asked for, or one error."""
    mutator = Mutator(seed, [msgspec.msgpack.encode(message) for message in messages()])
    kinds = (wire.Loaded | wire.LoadFailed, wire.Started, wire.Finished, wire.Done)
    while bounds.messages < MESSAGES / 4:
        one, other = socket.socketpair()
        receiver = wire.Channel(other)
        with one:
            one.sendall(mutator.stream()[: 2**16])
        kind = mutator.random.choice((*kinds, wire.FromSolution))
        try:
            while (got := timed(bounds, partial(receiver.receive, kind, 1))) is not None:
                assert isinstance(got, kind)
        except wire.WireError:
            bounds.refused += 1
        receiver.close()


def test_a_mutated_wrong_answer_is_never_accepted(seed, bounds):
    """The judge accepts only what decodes to the reference's own values, and never fails."""
    expected, wrong = zip(*pairs(), strict=True)
    mutator, comparer = Mutator(seed, list(wrong)), Comparer({}, 1.0)
    for number in range(MESSAGES // 4):
        body = mutator(number)
        want = wire.Sample("case", expected[number % len(expected)])
        got = wire.Sample("case", body)
        result = timed(bounds, partial(compare, want, got, comparer))
        assert result.verdict is not Verdict.JUDGE_ERROR
        assert len(result.message) < 10_000, body
        if result.verdict is Verdict.ACCEPTED:
            assert really_equal(want.observations, body), body
            bounds.right += 1
        bounds.refused += result.verdict is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize("pair", pairs())
def test_the_unmutated_pairs_are_what_they_claim(pair):
    """The reference's side passes against itself, the wrong one does not."""
    expected, wrong = (wire.Sample("case", body) for body in pair)
    comparer = Comparer({}, 1.0)
    assert compare(expected, expected, comparer).verdict is Verdict.ACCEPTED
    assert compare(expected, wrong, comparer).verdict is Verdict.WRONG_ANSWER


# ---- forged by real attempts --------------------------------------------------------------


def frame(message: msgspec.Struct) -> bytes:
    """Return a message as it stands on the wire."""
    body = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(body)) + body


def finished(name: str, observations: bytes = b"\x90") -> bytes:
    """Return a forged end of a case."""
    return frame(wire.Finished(name, observations, 0, None, (), 0.0))


def nested(depth: int) -> bytes:
    """Return observations so deeply nested that reading them may exhaust a stack."""
    value = msgspec.msgpack.encode(wire.ScalarValue("int", 1))
    good = wire.encode_observations([wire.Observation("the result", "", as_value(1))])
    return good.replace(value, WRAP * depth + value)


def opaque(length: int) -> bytes:
    """Return an observation of a type with a name of this length."""
    value = wire.OpaqueValue("x" * length)
    return wire.encode_observations([wire.Observation("the result", "", value)])


CASE, NEXT = "test_values[4]", "test_extreme"
START, END, OVER = frame(wire.Started(CASE)), finished(CASE), frame(wire.Done())
FORGED = {
    "an end too many": END,
    "an empty end and a start": END + frame(wire.Started(NEXT)),
    "a start too many": START,
    "a start too many, doubled": START * 2,
    "another case's end": finished(NEXT),
    "another case, whole": frame(wire.Started(NEXT)) + finished(NEXT),
    "ends in another order": finished(NEXT) + END,
    "the end of all": OVER,
    "an end, and the end of all": END + OVER,
    "loaded again": frame(LOADED),
    "a giant length": b"\xff\xff\xff\xff",
    "the longest length": struct.pack(">I", wire.MAX_FRAME),
    "half a frame": END[: len(END) // 2],
    "no message": b"\x00\x00\x00\x01\xc1",
    "nothing in a frame": b"\x00\x00\x00\x00",
    "a text without end": finished(CASE, opaque(2**20)) + OVER,
    **{f"values nested {n} deep": finished(CASE, nested(n)) + OVER for n in (300, 350, 420, 480)},
    "an accepted verdict": frame(wire.Comparison((wire.Compared(Verdict.ACCEPTED, "", ()),))),
}
CHANNEL = """
import os, socket, stat, threading, time
import torch

def channels():
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                yield socket.socket(fileno=os.dup(number))
        except OSError:
            pass

def forge(data):
    for channel in channels():
        channel.sendall(data)

def softmax(x, scale):
    if scale < 0:
        raise ValueError
    y = scale * x
    w = (y - y.amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)
"""


def answer(*lines: str, result: str = "softmax(x, scale)", at: str = "x.shape == (3, 4)") -> str:
    """Return an attempt that does this in one case, and is right in the others."""
    inside = "\n".join(f"        {line}" for line in lines)
    return (
        f"{CHANNEL}\ndef row_softmax(x, scale=1.0):\n    if {at}:\n{inside}\n    return {result}\n"
    )


@pytest.fixture
def judged(grade, right) -> Iterator[Callable[[str], dict[str, Verdict]]]:
    """Grade an attempt, and afterwards an honest one in the same pool, which must pass."""

    def run(source: str) -> dict[str, Verdict]:
        report = grade(source)
        assert report.verdict not in {Verdict.ACCEPTED, Verdict.JUDGE_ERROR}
        assert all(len(case.message) < 10_000 for case in report.cases)
        return {case.name: case.verdict for case in report.cases}

    yield run
    assert grade(right).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED.keys())
def test_forged_frames_cost_the_attempt(judged, data):
    """A right answer that forges frames in one case is not accepted; earlier cases stay judged."""
    cases = judged(answer(f"forge({data!r})"))
    assert cases["test_values[1]"] is Verdict.ACCEPTED
    assert any(v not in {Verdict.ACCEPTED, Verdict.NOT_RUN} for v in cases.values())


@pytest.mark.parametrize("data", [START, b"\xff\xff\xff\xff", END[:9]])
def test_the_cases_after_a_forged_one_are_judged_in_a_fresh_process(judged, data):
    """Where the process is replaced, what it did not reach is still judged, by its own merits."""
    cases = judged(answer(f"forge({data!r})", "os._exit(0)"))
    assert cases[CASE] is Verdict.RUNTIME_ERROR
    assert (cases[NEXT], cases["test_bad_scale"]) == (Verdict.ACCEPTED, Verdict.ACCEPTED)


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (("os.close(next(channels()).fileno())", "os.closerange(3, 64)"), Verdict.RUNTIME_ERROR),
        (("next(channels()).shutdown(socket.SHUT_RDWR)",), Verdict.RUNTIME_ERROR),
        ((f"forge({END[:9]!r})", "time.sleep(60)"), Verdict.TIME_LIMIT),
        (("while True:", f"    forge({START!r})"), None),
        (("while True:", "    forge(bytes(2**16))"), None),
        (("forge(b'\\x0f\\xff\\xff\\xff')", "while True:", "    forge(bytes(2**16))"), None),
    ],
)
def test_silence_and_floods_end_in_time(judged, lines, verdict):
    """A closed channel, half a frame or an endless one loses the case within its limits."""
    cases = judged(answer(*lines))
    assert cases[CASE] is verdict or verdict is None


def test_more_bytes_than_a_case_may_hand_over_are_refused(grade):
    """They are told as what they are, and no judge has to read them."""
    lines = (
        *("import msgspec", "from grader import wire"),
        f"ended = wire.Finished({CASE!r}, bytes(65 * 2**20), 0, None, (), 0.0)",
        "body = msgspec.msgpack.encode(ended)",
        *("forge(len(body).to_bytes(4, 'big') + body)", f"forge({OVER!r})", "time.sleep(60)"),
    )
    report = grade(answer(*lines), only=CASE, diagnose=False)
    assert report.verdict is Verdict.RUNTIME_ERROR
    assert "more than 64 MiB" in report.failed[0].message


def test_late_frames_make_no_wrong_answer_right(judged):
    """What a thread sends after the case has ended is at the attempt's own cost."""
    ends = b"".join(finished(name) for name in (CASE, NEXT, "test_gradient"))
    thread = f"threading.Timer(0.05, forge, [{ends!r}]).start()"
    judged(answer(thread, result="x", at="True"))


@pytest.mark.parametrize("observations", [b"\x90", observed(torch.zeros(3, 4))])
def test_a_whole_forged_protocol_is_compared_like_any_other(judged, observations):
    """An attempt that speaks in the place of its worker still has to say the right values."""
    source = f"""{CHANNEL}
import sys
sys.path[:0] = [os.path.dirname(os.path.dirname(sys.modules["grader"].__file__))]
from grader import wire

channel = wire.Channel(next(channels()))
channel._sock.sendall({frame(LOADED)!r})
while (order := channel.receive(wire.RunCases)) is not None:
    for name in order.names:
        channel.send(wire.Started(name))
        channel.send(wire.Finished(name, {observations!r}, 0, None, (), 0.0))
    channel.send(wire.Done())
os._exit(0)
"""
    cases = judged(source)
    assert set(cases.values()) <= {Verdict.WRONG_ANSWER, Verdict.NOT_RUN}
