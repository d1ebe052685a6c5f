"""The process of one solution: loads it, runs hidden tests or a benchmark on it, on demand.

Attempts, references, alternatives and mistakes all run here, each in a process of its own. It
holds no expected value and compares nothing; it sends what was observed.
"""

from __future__ import annotations

import doctest
import gc
import importlib.util
import linecache
import os
import sys
import time
import traceback
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
import torch
from _pytest.runner import runtestprotocol
from msgspec.structs import replace

from grader import wire
from grader.entry import EntryPoint, parse_entry
from grader.model import LADDER, Rung
from grader.worker import common_tests, forking, limits, sandbox
from grader.worker.benchmark import MARKER, Benchmark, axis_of
from grader.worker.fixtures import Fixtures, case_seed, seed_everything
from grader.worker.observe import Observer, short
from grader.worker.rules import ForbiddenCallError, Rules

# What hidden tests do not need of pytest, and every fork would pay for.
_UNUSED = (
    *("cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml", "legacypath"),
    *("logging", "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "skipping"),
    *("stepwise", "subtests", "terminal", "threadexception", "tmpdir", "unittest"),
    *("unraisableexception", "warnings"),
)
_PYTEST = (
    *("-c", os.devnull, "--noconftest", "--assert=plain", "--strict-markers"),
    *(word for name in _UNUSED for word in ("-p", f"no:{name}")),
)
MAX_TRACEBACK = 4000
NOTHING = wire.encode_observations([])


def serve(channel: wire.Channel, run: wire.Open) -> None:
    """Collect the cases; then fork workers that have them, or load and run what is asked for."""
    gc.disable()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    rules = Rules()
    rules.forbid(run.forbid)
    entries = tuple(parse_entry(form) for form in run.entry_points)
    fixtures = Fixtures(entries, run.device, bench=run.bench)
    tests = str(Path(run.problem_dir) / "hidden_tests.py")
    files = [tests] if run.bench else [common_tests.__file__, tests]
    prefix = "bench_" if run.bench else "test_"
    folder = run.problem_dir
    pytest.main(
        [
            *(*files, *_PYTEST, "-o", f"python_functions={prefix}*"),
            *(f"--rootdir={folder}", f"--confcutdir={folder}"),
        ],
        plugins=[Session(channel, run, rules, fixtures, entries), fixtures],
    )


def load(
    path: str, source: str, entries: tuple[EntryPoint, ...]
) -> types.ModuleType | wire.LoadFailed:
    """Run the solution's source as a module of its own, and look for the entry points."""
    module = types.ModuleType("attempt")
    module.__file__ = path
    sys.modules["attempt"] = module
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    try:
        exec(compile(source, path, "exec", dont_inherit=True), vars(module))
    except BaseException as error:
        words = short(error)
        message = f"{type(error).__name__}: {words}" if words else type(error).__name__
        return wire.LoadFailed(f"importing it raised {message}", own_traceback(error, path))
    for entry in entries:
        found = getattr(module, entry.top, None)
        if found is None:
            return wire.LoadFailed(f"{entry.top} is not defined; wanted: {entry.form}", "")
        if not callable(found):
            kind = type(found).__name__
            return wire.LoadFailed(
                f"{entry.top} is a {kind}, not callable; wanted: {entry.form}", ""
            )
    return module


class Session:
    """A pytest plug-in that runs cases on demand and sends what they observed."""

    def __init__(
        self,
        channel: wire.Channel,
        run: wire.Open,
        rules: Rules,
        fixtures: Fixtures,
        entries: tuple[EntryPoint, ...],
    ) -> None:
        self._channel = channel
        self._run = run
        self._rules = rules
        self._fixtures = fixtures
        self._entries = entries
        self._raised: BaseException | None = None
        self._broken: list[str] = []
        self._path = ""
        self._cases: tuple[wire.CaseInfo, ...] = ()
        self._switches = Switches.read()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know the rungs and the axis of a benchmark as markers."""
        config.addinivalue_line("markers", MARKER)
        for rung in LADDER:
            config.addinivalue_line("markers", f"{rung}: a rung of the ladder")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note hidden tests that cannot be collected."""
        if report.failed:
            self._broken.append(str(report.longrepr))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the cases in ladder order."""
        items.sort(key=lambda item: LADDER.index(rung_of(item)))
        try:
            self._cases = tuple(case_info(item) for item in items)
        except ValueError as error:
            self._broken.append(str(error))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Fork and serve in place of pytest's own loop."""
        self._rules.tests = [vars(solution_tests) for solution_tests in _modules(session)]
        self._items = {item.name: item for item in session.items}
        limits.adopt_orphans()
        if enter := forking.serve(self._channel, self._forked, wire.Enter):
            self._enter(enter)
        return True

    def _forked(self, channel: wire.Channel) -> None:
        """Serve in a fork of the opened process."""
        self._channel = channel
        if enter := channel.receive(wire.Enter):
            self._enter(enter)

    def _enter(self, enter: wire.Enter) -> None:
        """Close the process in and do what is asked for until the command hangs up."""
        self._channel.handed = None
        self._pid = os.getpid()
        if self._broken:
            self._send(wire.LoadFailed("the hidden tests are broken", self._broken[0]))
            return
        run, self._path = self._run, enter.path
        # folders of modules that have changed are read anew; once closed in they cannot be listed
        importlib.util.find_spec("there_is_no_module_of_this_name")
        os.register_at_fork(after_in_child=self._channel.close)  # the attempt's children are mute
        limits.confine(run.memory_mb)
        if not run.bench:  # which takes time
            limits.spoil_new_memory()
        layers = sandbox.enter(enter.scratch, (run.problem_dir, enter.path), run.hidden, run.device)
        self._loaded = wire.Loaded(self._cases, layers)
        for request in self._requests():
            self._answer(request, self._items)

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the first exception of a case; pytest's own report is read by nobody."""
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["failed", "passed"] = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Keep a benchmark with its fixtures in place of calling it once."""
        if not self._run.bench:
            return None
        self._benchmark = Benchmark(pyfuncitem, self._fixtures.seed, self._run.device)
        self._benchmark.make(1, 0)
        return True

    def _requests(self) -> Iterator[wire.ToSolution]:
        while (request := self._channel.receive(wire.ToSolution)) is not None:
            yield request

    def _answer(self, request: wire.ToSolution, items: dict[str, pytest.Item]) -> None:
        match request:
            case wire.Put():
                self._put(request)
            case wire.RunCases(names=names):
                for name in names:
                    self._send(wire.Started(name))
                    self._end(self._case(items[name], last=name == names[-1]))
                self._send(wire.Done())
            case wire.RunThunks():
                self._send(self._benchmark.run())
            case wire.MakeThunks(times=times, round=number, size=size):
                self._benchmark.make(times, number, size)
                self._send(wire.Done())
            case wire.DropThunks():
                self._benchmark.drop()
                self._send(wire.Done())
            case wire.TakeOutput(index=index):
                self._send(wire.Output(self._benchmark.output(index)))
            case wire.CountThunk(size=size):
                self._send(self._benchmark.count(size))
            case wire.RunExamples(text=text):
                self._send(run_examples(text, self._fixtures.module))

    def _put(self, put: wire.Put) -> None:
        """Load a solution and say what came of it."""
        self._path = self._rules.attempt_path = put.path
        self._rules.source = put.source
        module = load(put.path, put.source, self._entries)
        if isinstance(module, wire.LoadFailed):
            calls = tuple(self._rules.calls[:10])
            self._send(wire.LoadFailed(module.message, module.traceback, calls))
        else:
            self._fixtures.put(module, put.seed, put.dtype)
            self._switches = Switches.read()
            self._send(self._loaded)

    def _case(self, item: pytest.Item, *, last: bool) -> wire.Finished:
        self._raised = None
        self._rules.calls.clear()
        self._fixtures.observer = Observer()
        self._switches.set()
        seed_everything(case_seed(self._fixtures.seed, item.name))
        begun = time.perf_counter()
        try:
            runtestprotocol(item, log=False, nextitem=None)
        except BaseException as error:  # an attempt may raise KeyboardInterrupt or pytest's Exit
            self._raised = error
        seconds = time.perf_counter() - begun
        if last:
            self._rules.check_traps()
        flush()
        observations = self._observations()
        return wire.Finished(
            item.name,
            observations,
            printed(),
            as_raised(self._raised, self._path) if self._raised else None,
            tuple(self._rules.calls[:10]),
            seconds,
        )

    def _observations(self) -> bytes:
        try:
            return wire.encode_observations(self._fixtures.observer.taken)
        except MemoryError as error:
            self._raised = self._raised or error
            return NOTHING

    def _end(self, ended: wire.Finished) -> None:
        """Send how a case ended, without its observations where there is no memory for them."""
        try:
            self._send(ended)
        except MemoryError as error:
            raised = as_raised(error, self._path)
            self._send(replace(ended, observations=NOTHING, raised=raised))

    def _send(self, message: wire.FromSolution) -> None:
        if os.getpid() != self._pid:
            os._exit(0)  # a copy of this process that the attempt has forked and let run on
        self._channel.send(message)


def _modules(session: pytest.Session) -> list[types.ModuleType]:
    """Return the modules of the collected tests, and those of the fixtures they use."""
    from grader.worker import fixtures

    found = {id(item.module): item.module for item in session.items if hasattr(item, "module")}
    return [*found.values(), fixtures]


def case_info(item: pytest.Item) -> wire.CaseInfo:
    """Describe a collected case."""
    return wire.CaseInfo(item.name, rung_of(item), sentence(item), *axis_of(item))


class Switches(NamedTuple):
    """What a solution may switch for its whole process.

    Set before each case to what they were after its import: no case depends on another, and
    what is switched by importing the solution stays so.
    """

    grad: bool
    dtype: torch.dtype
    device: torch.device

    @classmethod
    def read(cls) -> Switches:
        """Read them."""
        return cls(torch.is_grad_enabled(), torch.get_default_dtype(), torch.get_default_device())

    def set(self) -> None:
        """Put them back."""
        torch.set_grad_enabled(self.grad)
        torch.set_default_dtype(self.dtype)
        if torch.get_default_device() != self.device:
            torch.set_default_device(self.device)


def rung_of(item: pytest.Item) -> Rung:
    """Return the rung that a test's marker names; without one it is about values."""
    return next((rung for rung in LADDER if item.get_closest_marker(rung)), Rung.VALUES)


def sentence(item: pytest.Item) -> str:
    """Return the first sentence of a test's docstring, on one line."""
    text = getattr(item, "obj", item).__doc__ or ""
    return " ".join(text.split("\n\n")[0].split())


def as_raised(error: BaseException, path: str) -> wire.Raised:
    """Return an exception as data, with the frames of the attempt's own file."""
    message = short(error)
    memory = isinstance(error, MemoryError) or "can't allocate memory" in message
    kind = "ForbiddenCall" if isinstance(error, ForbiddenCallError) else type(error).__name__
    return wire.Raised(kind, message, own_traceback(error, path), memory)


def own_traceback(error: BaseException, path: str) -> str:
    """Format the frames that lie in the solution's file; a syntax error shows its line."""
    if isinstance(error, SyntaxError):
        lines = traceback.format_exception_only(type(error), error)
        return "".join(lines)[-MAX_TRACEBACK:]
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == path]
    kept = frames if len(frames) <= 8 else [*frames[:4], *frames[-4:]]
    return "".join(traceback.format_list(kept))[-MAX_TRACEBACK:]


def run_examples(text: str, module: types.ModuleType) -> wire.ExamplesRun:
    """Run the doctest examples of a text; `torch` and the solution's names are at hand."""
    names = {"torch": torch, **vars(module)}
    test = doctest.DocTestParser().get_doctest(text, names, "statement", None, 0)
    failures: list[str] = []
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
    runner.run(test, out=failures.append)
    return wire.ExamplesRun(len(test.examples), tuple(failures))


def printed() -> int:
    """Return how many bytes the output file holds."""
    try:
        return os.fstat(1).st_size
    except OSError:  # closed by the attempt
        return 0


def flush() -> None:
    """Push out what the solution printed, whatever it made of stdout."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # closed or replaced by the attempt
            pass
