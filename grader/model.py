"""The vocabulary as types: problems, cases, verdicts and reports.

Knows neither files, processes nor torch.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

SCHEMA = 1

NonEmpty = Annotated[str, Meta(min_length=1)]


class Verdict(StrEnum):
    """What a check, or one case of it, came to."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    RUNTIME_ERROR = "runtime_error"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    JUDGE_ERROR = "judge_error"
    NOT_RUN = "not_run"  # of a case only: a failed lower rung made it meaningless


class Rung(StrEnum):
    """The steps of the ladder, in the order in which cases are run."""

    SIGNATURE = "signature"
    SHAPE = "shape"
    DTYPE = "dtype"
    VALUES = "values"
    EDGES = "edges"
    GRADIENTS = "gradients"
    STATISTICS = "statistics"
    COST = "cost"


LADDER = tuple(Rung)

# A failed rung, and the later ones that then say nothing more.
BLOCKS: dict[Rung, frozenset[Rung]] = {
    Rung.SIGNATURE: frozenset(LADDER) - {Rung.SIGNATURE},
    Rung.SHAPE: frozenset({Rung.VALUES, Rung.EDGES, Rung.GRADIENTS, Rung.STATISTICS, Rung.COST}),
    Rung.VALUES: frozenset({Rung.GRADIENTS, Rung.COST}),
}


class Layer(StrEnum):
    """What keeps an attempt's process from harm, where the system has it."""

    FILES = "files outside its own folder can be neither read nor written"
    NETWORK = "no network"
    TCP = "no TCP connections"
    SIGNALS = "no signals to other processes"
    PROCESSES = "no more than 64 processes, by the kernel"


class Difficulty(StrEnum):
    """How hard an interviewer would call it."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Tolerance(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a value may be off: `rtol` of itself plus `atol` of the largest in its tensor."""

    rtol: Annotated[float, Meta(ge=0)]
    atol: Annotated[float, Meta(ge=0)]


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """What an attempt may not call.

    `forbid` holds names of ATen operators (`softmax`, `*scaled_dot_product*`) and dotted names
    of Python classes, functions and modules (`torch.optim`, `torch.nn.RMSNorm`). `instead` ends
    the sentence "..., this problem wants".
    """

    forbid: tuple[NonEmpty, ...] = ()
    instead: str = ""


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What one case may use: CPU seconds, and memory above the warm process in MiB."""

    seconds: Annotated[float, Meta(gt=0)] = 5.0
    memory_mb: Annotated[int, Meta(gt=0)] = 1024


class FollowUp(Struct, frozen=True, forbid_unknown_fields=True):
    """What the interviewer asks next, and a good answer."""

    question: NonEmpty
    answer: NonEmpty


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper or a page to read."""

    title: NonEmpty
    url: NonEmpty


class Problem(Struct, frozen=True, forbid_unknown_fields=True):
    """`problem.yaml`, as written.

    `entry_points` are call forms: `rms_norm(x, weight, eps=1e-6)`, `Adam.step()`. `builtin` names
    PyTorch's own op; `builtin.py` beside the reference then wraps it in the entry points.
    """

    title: NonEmpty
    difficulty: Difficulty
    minutes: Annotated[int, Meta(gt=0)]
    entry_points: Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]
    statement: NonEmpty
    hints: Annotated[tuple[NonEmpty, ...], Meta(min_length=3)]
    follow_ups: Annotated[tuple[FollowUp, ...], Meta(min_length=2)]
    references: Annotated[tuple[Link, ...], Meta(min_length=1)]
    rules: Rules = Rules()
    tolerances: dict[str, Tolerance] = field(default_factory=dict)
    limits: Limits = Limits()
    builtin: str = ""
    builtin_allowed: bool = False


class Equivalent(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `equivalent.yaml`: a mutant of the reference that is right too, and why.

    `line` and `edit` are as `drill verify` tells them, so that the entry holds when lines move.
    """

    line: NonEmpty
    edit: NonEmpty
    why: NonEmpty


class Attempt(Struct, frozen=True):
    """What is graded: where it lies, and the digest of what was read there."""

    path: str
    sha256: str


class Case(Struct, frozen=True):
    """One collected hidden test, judged. `says` is its author's sentence."""

    name: str
    rung: Rung
    verdict: Verdict
    says: str
    message: str = ""
    seconds: float = 0.0
    traceback: str = ""
    printed: str = ""


class Diagnosis(Struct, frozen=True):
    """The known mistake that the attempt behaves like; `certain` where it does so in every case."""

    mistake: str
    says: str
    certain: bool = True


class Pace(StrEnum):
    """How an attempt's time compares with the reference's."""

    FASTER = "faster"
    SLOWER = "slower"
    SAME = "about the same"
    CLOSE = "too close to call"
    NOISY = "machine too noisy"
    ENDED = "slower, and was not waited for"


class Timing(Struct, frozen=True):
    """The attempt's time over the reference's, with its 95 % interval.

    `noise` is what the reference differed from itself by in this run. With `Pace.ENDED` the ratio
    is the least it can be. `device_seconds` are one call's of the attempt by the GPU's own clock.
    """

    ratio: float
    low: float
    high: float
    attempt_seconds: float
    reference_seconds: float
    pace: Pace
    noise: float = 0.0
    builtin_seconds: float | None = None
    device_seconds: float | None = None


class Count(Struct, frozen=True):
    """One exact cost of both sides."""

    attempt: int
    reference: int


class Cost(Struct, frozen=True):
    """What one benchmark call takes, counted by dispatch; backward apart, and in the total too.

    `unknown` names the attempt's operators whose count is a guess.
    """

    flops: Count
    peak_bytes: Count
    kernels: Count
    allocated_bytes: Count
    backward_flops: Count
    unknown: tuple[str, ...] = ()


class Exponents(Struct, frozen=True):
    """How one cost of both sides grows with a size: 2.0 is as its square."""

    attempt: float
    reference: float


class Growth(Struct, frozen=True):
    """How costs grow along a benchmark's axis, fitted to exact counts at several sizes."""

    axis: str
    sizes: tuple[int, ...]
    flops: Exponents
    peak_bytes: Exponents


class Versions(Struct, frozen=True):
    """What graded it."""

    drill: str
    python: str
    torch: str


class Report(Struct, frozen=True):
    """Everything there is to say about one check; every renderer gets this and nothing else.

    `only`, where given, is the part of a name that kept other cases from being run: such a check
    is partial and solves nothing. `remark` says why an accepted attempt has no time.
    """

    problem: str
    attempt: Attempt
    device: str
    dtypes: tuple[str, ...]
    seed: int
    verdict: Verdict
    cases: tuple[Case, ...]
    diagnosis: Diagnosis | None
    timing: Timing | None
    cost: Cost | None
    versions: Versions
    seconds: float
    growth: Growth | None = None
    remark: str = ""
    only: str = ""
    message: str = ""
    traceback: str = ""
    printed: str = ""
    schema: int = SCHEMA

    @property
    def failed(self) -> tuple[Case, ...]:
        """The cases that were run and not accepted, in ladder order."""
        settled = (Verdict.ACCEPTED, Verdict.NOT_RUN)
        return tuple(case for case in self.cases if case.verdict not in settled)

    @property
    def told_first(self) -> Case:
        """The failed case to tell about: the first that has the check's own verdict.

        Wrong values of the right dtype are told by a case about values, where one failed.
        """
        own = [c for c in self.failed if c.verdict is self.verdict] or list(self.failed)
        first = own[0]
        if first.rung is Rung.DTYPE and "expected dtype" not in first.message:
            return next((case for case in own if case.rung is Rung.VALUES), first)
        return first

    @property
    def ladder(self) -> tuple[tuple[Rung, int, int, bool], ...]:
        """Per rung that has cases: the rung, how many passed, of how many, whether it was run."""
        rows = []
        for rung in LADDER:
            cases = [case for case in self.cases if case.rung is rung]
            passed = sum(case.verdict is Verdict.ACCEPTED for case in cases)
            run = any(case.verdict is not Verdict.NOT_RUN for case in cases)
            if cases:
                rows.append((rung, passed, len(cases), run))
        return tuple(rows)
