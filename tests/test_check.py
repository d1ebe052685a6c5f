"""Verdicts: right answers pass, wrong ones fail for their reason, hostile ones harm nobody."""

from __future__ import annotations

import time

import pytest
from msgspec.structs import replace

from grader.checking import Options, check
from grader.errors import MachineError, UsageError
from grader.model import Attempt, Rung, Tolerance, Verdict
from grader.pool import Pool
from grader.source import Source

GOOD = """
def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError("negative")
    w = (scale * x - (scale * x).amax(-1, keepdim=True)).exp()
    return w / w.sum(-1, keepdim=True)
"""


def wrapped(body: str) -> str:
    """Return a right answer whose entry point runs `body` first."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    head = f"{GOOD}\n_good = row_softmax\n\n\ndef row_softmax(x, scale=1.0):\n"
    return f"{head}{lines}\n    return _good(x, scale)\n"


def test_right_answer_is_accepted_in_every_case(grade, right):
    """A right answer by another algorithm passes every case."""
    report = grade(right)
    assert report.verdict is Verdict.ACCEPTED
    assert [case.verdict for case in report.cases] == [Verdict.ACCEPTED] * 8
    assert report.dtypes == ("float32",)


def test_every_case_carries_its_authors_sentence(grade, right):
    """What a case says is the docstring of its test."""
    says = {case.name: case.says for case in grade(right).cases}
    assert says["test_extreme"] == "Logits of a thousand stay finite."


@pytest.mark.parametrize(
    "name", ["no_max", "wrong_dim", "ignores_scale", "detached_sum", "builds_matrix", "no_error"]
)
def test_every_mistake_is_named(grade, mistake, name):
    """A known mistake is rejected and diagnosed as itself."""
    report = grade(mistake(name))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.diagnosis is not None
    assert (report.diagnosis.mistake, report.diagnosis.certain) == (name, True)


def test_a_mistake_written_differently_is_still_named(grade):
    """The diagnosis rests on behaviour, not on text."""
    report = grade(GOOD.replace("scale * x", "x"))
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == "ignores_scale"


def test_an_unknown_bug_gets_no_certain_name(grade):
    """What behaves like no known mistake is not called one with certainty."""
    report = grade(GOOD.replace("return w /", "return 3 * w /"))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.diagnosis is None or not report.diagnosis.certain


def test_two_bugs_are_at_most_a_guess(grade):
    """The nearest mistake may be offered, and is called a guess."""
    source = GOOD.replace("scale * x", "x").replace("raise ValueError", "raise TypeError")
    report = grade(source)
    assert report.diagnosis is not None
    assert report.diagnosis.mistake == "ignores_scale"
    assert not report.diagnosis.certain


def test_wrong_values_of_the_right_dtype_are_told_by_a_case_about_values(grade, mistake):
    """Its sentence says what is wrong; that of a case about dtypes would mislead."""
    report = grade(mistake("ignores_scale"))
    told = next(case for case in report.failed if case.rung is Rung.VALUES)
    values = replace(told, name="test_dtype", rung=Rung.DTYPE)
    assert replace(report, cases=(values, told)).told_first is told
    dtype = replace(values, message="the result:\nexpected dtype float64\n     got dtype float32")
    assert replace(report, cases=(dtype, told)).told_first is dtype


def test_failed_rung_keeps_later_rungs_from_being_run(grade):
    """After wrong values, gradients and cost are not run; edges are."""
    report = grade(GOOD.replace("return w /", "return 3 * w /"))
    run = {rung: was_run for rung, _, _, was_run in report.ladder}
    assert run[Rung.EDGES]
    assert not run[Rung.GRADIENTS]
    assert not run[Rung.COST]


def test_only_some_cases(grade, right):
    """`only` runs the cases whose name has it, and the report says so."""
    report = grade(right, only="extreme")
    assert [case.name for case in report.cases] == ["test_extreme"]
    assert report.only == "extreme"


def test_only_nothing_is_a_usage_error(grade, right):
    """A part of a name that no case has is refused, with the names nearest to it."""
    with pytest.raises(UsageError, match="no case") as caught:
        grade(right, only="test_valuse[4]")
    assert "test_values[4]" in caught.value.remedy


def test_same_seed_same_message(grade, mistake):
    """A seed replays the run to the digit; another seed does not."""
    first, again, other = (grade(mistake("ignores_scale"), seed=seed) for seed in (7, 7, 8))
    assert first.failed[0].message == again.failed[0].message
    assert first.failed[0].message != other.failed[0].message


def test_absent_device_is_named_with_what_there_is(pool: Pool, toy):
    """Asking for a device that is absent is the machine's error and lists what there is."""
    source = Source(Attempt("a.py", ""), GOOD)
    with pytest.raises(MachineError) as caught:
        check(pool, toy, source, Options(device="mps", timing=False))
    assert "cpu" in caught.value.remedy


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = 1 / 0", "ZeroDivisionError"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("import os; os._exit(0)", "ended itself with exit code 0"),
        ("row_softmax = 3", "not callable"),
        ("def softmax_rows(x): return x", "row_softmax is not defined"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_what_does_not_load_is_invalid(grade, source, words):
    """An attempt that cannot be imported, or lacks its entry point, is invalid and says why."""
    report = grade(source)
    assert report.verdict is Verdict.INVALID
    assert words in report.message
    assert {case.verdict for case in report.cases} == {Verdict.NOT_RUN}


def test_import_that_hangs_is_a_time_limit(grade, monkeypatch):
    """An import without end is killed, and named as one."""
    monkeypatch.setattr("grader.trial.LOAD_SECONDS", 0.5)
    began = time.monotonic()
    report = grade("while True: pass")
    assert time.monotonic() - began < 0.5 + 2
    assert report.verdict is Verdict.TIME_LIMIT
    assert "imported" in report.message


def test_wrong_signature_fails_the_first_rung_alone(grade):
    """A missing argument is told as a signature, and nothing else is run."""
    report = grade("def row_softmax(x): return x")
    assert [case.name for case in report.failed] == ["test_signature"]
    assert "row_softmax(x)" in report.failed[0].message
    assert all(not run for rung, _, _, run in report.ladder if rung is not Rung.SIGNATURE)


def test_wrong_default_fails_the_signature(grade):
    """A default other than the problem's is told."""
    assert grade(GOOD.replace("scale=1.0", "scale=2.0")).failed[0].rung is Rung.SIGNATURE


def test_an_extra_optional_argument_is_fine(grade):
    """An attempt may take more than it is asked to, if that is optional."""
    assert grade(GOOD.replace("scale=1.0", "scale=1.0, debug=False")).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return None", "got None"),
        ("return _good(x, scale).tolist()", "got a list"),
        ("return _good(x, scale).double()", "dtype"),
        ("return _good(x, scale)[None]", "shape"),
        ("return (_good(x, scale),)", "got a tuple"),
        ("return (y for y in x)", "generator"),
        ("return _good(x, scale).to_sparse()", "not dense"),
        ("return _good(x, scale).to('meta')", "not dense"),
        ("return chr(0xDCFF)", r"\udcff"),
        ("return [{chr(0xDCFF): x}]", "got a list"),
    ],
)
def test_wrong_kinds_of_result_are_told(grade, body, words):
    """A result of another kind is wrong, with what was expected and what came."""
    report = grade(wrapped(f"if scale < 0: raise ValueError\n{body}"), only="test_values[4]")
    assert report.verdict is Verdict.WRONG_ANSWER
    assert words in report.failed[0].message


def test_nan_never_equals_a_number(grade):
    """NaN in place of values is wrong."""
    report = grade(wrapped("return _good(x, scale) * float('nan')"), only="test_values[4]")
    assert report.verdict is Verdict.WRONG_ANSWER


def test_a_parameter_returned_is_a_tensor(grade):
    """An honest attempt may return an nn.Parameter."""
    body = "import torch\nreturn torch.nn.Parameter(_good(x, scale).detach())"
    assert grade(wrapped(body), only="test_values").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("body", "verdict", "words"),
    [
        ("raise RuntimeError('my words')", Verdict.RUNTIME_ERROR, "my words"),
        ("import sys; sys.exit(0)", Verdict.RUNTIME_ERROR, "SystemExit"),
        ("import os; os._exit(0)", Verdict.RUNTIME_ERROR, "exit code 0"),
        ("import os; os.abort()", Verdict.RUNTIME_ERROR, "SIGABRT"),
        ("import ctypes; ctypes.string_at(0)", Verdict.RUNTIME_ERROR, "SIGSEGV"),
        ("raise KeyboardInterrupt", Verdict.RUNTIME_ERROR, "KeyboardInterrupt"),
        ("import pytest; pytest.exit('bye')", Verdict.RUNTIME_ERROR, "Exit"),
        ("import pytest; pytest.skip('no')", Verdict.RUNTIME_ERROR, "Skipped"),
        ("while True: pass", Verdict.TIME_LIMIT, "CPU time"),
        ("import time; time.sleep(1000)", Verdict.TIME_LIMIT, "clock"),
        ("import torch; torch.ones(2**30)", Verdict.MEMORY_LIMIT, "memory"),
        ("x = [b'x' * 2**20 for _ in range(4000)]", Verdict.MEMORY_LIMIT, "MemoryError"),
        ("row_softmax(x)", Verdict.RUNTIME_ERROR, "RecursionError"),
        ("input()", Verdict.RUNTIME_ERROR, "EOF"),
        ("raise RuntimeError('half of ' + chr(0xDCFF))", Verdict.RUNTIME_ERROR, r"of \udcff"),
    ],
)
def test_a_case_that_breaks_has_its_verdict(grade, body, verdict, words):
    """Errors, exits, crashes, hangs and floods lose the case with the right verdict."""
    report = grade(wrapped(body), only="test_values[4]", diagnose=False)
    assert report.verdict is verdict
    assert words in report.failed[0].message


def test_the_other_cases_are_still_judged_after_a_crash(grade):
    """A crash in one case loses that case; the next runs in a fresh process."""
    report = grade(wrapped("if x.shape[-1] == 1:\n    import os; os.abort()"))
    assert [case.name for case in report.failed] == ["test_values[1]"]
    verdicts = {case.name: case.verdict for case in report.cases}
    assert verdicts["test_values[4]"] is Verdict.ACCEPTED
    assert verdicts["test_extreme"] is Verdict.ACCEPTED


def test_an_endless_loop_is_not_waited_for_in_every_case(grade):
    """After two cases over their time the rest is not run."""
    report = grade(wrapped("while x.shape[-1] != 3: pass"), diagnose=False)
    verdicts = [case.verdict for case in report.cases]
    assert report.verdict is Verdict.TIME_LIMIT
    assert verdicts.count(Verdict.TIME_LIMIT) == 2
    assert verdicts.count(Verdict.NOT_RUN) == 4


def test_what_was_printed_belongs_to_its_case(grade):
    """Standard output of a case is kept with that case."""
    report = grade(wrapped("print('shape', tuple(x.shape))"))
    printed = {case.name: case.printed for case in report.cases}
    assert printed["test_values[1]"] == "shape (3, 1)\n"
    assert report.verdict is Verdict.ACCEPTED


def test_a_megabyte_of_output_is_cut(grade):
    """Output of any length is drained, kept at both ends, and harms nothing."""
    report = grade(wrapped("print('start'); print('x' * 1_000_000); print('end')"))
    printed = next(case.printed for case in report.cases if case.name == "test_values[4]")
    assert report.verdict is Verdict.ACCEPTED
    assert printed.startswith("start")
    assert printed.endswith("end\n")
    assert len(printed) < 100_000


STEERS = "'\\x1b[2J\\x07\\x9b31m'"


SAYING = [
    f"import sys; sys.stdout.buffer.write(b'\\xff' + {STEERS}.encode())",
    f"raise RuntimeError({STEERS})",
    f"raise type({STEERS}, (Exception,), {{}})",
    f"raise SyntaxError({STEERS}, ('f', 1, 1, {STEERS}))",
    f"return {STEERS}",
    f"return {{{STEERS}: x}}",
    f"return type({STEERS}, (), {{}})()",
]


@pytest.mark.parametrize("source", [*map(wrapped, SAYING), *SAYING[1:4]])
def test_no_attempt_steers_the_terminal(grade, source):
    """Whatever it prints, raises or returns is told without control characters."""
    report = grade(source, only="test_values[4]", diagnose=False)
    cases = [(case.message, case.traceback, case.printed) for case in report.cases]
    said = "".join([report.message, report.traceback, report.printed, *map("".join, cases)])
    assert said
    assert not {c for c in said if not c.isprintable()} - {"\n", "\t"}


def test_traceback_is_cut_to_the_attempts_own_file(grade):
    """The traceback of an error shows the attempt's own lines only."""
    failed = grade(wrapped("raise RuntimeError('x')"), only="test_values[4]").failed[0]
    assert "attempt.py" in failed.traceback
    assert "pytest" not in failed.traceback
    assert "raise RuntimeError('x')" in failed.traceback


@pytest.mark.parametrize(
    "body",
    [
        "import torch; torch.allclose = lambda *a, **k: True",
        "import grader.worker.observe as o; o.Observer.__call__ = lambda *a, **k: None",
        "import pytest; pytest.main = None",
        "import sys; sys.modules['pytest'] = None",
        "import gc\nfor o in gc.get_objects():\n"
        "    if type(o).__name__ == 'Observer': o.taken.clear()",
    ],
)
def test_tampering_in_the_attempts_process_does_not_turn_wrong_into_right(grade, body):
    """Whatever an attempt patches around it, a wrong value stays wrong."""
    source = wrapped(f"{body}\nreturn _good(x, scale) * 2")
    assert grade(source, diagnose=False).verdict is not Verdict.ACCEPTED


def test_forged_messages_do_not_pass(grade):
    """Writing one's own verdict to the private descriptor is no verdict."""
    body = """
import os
for descriptor in range(3, 64):
    try:
        os.write(descriptor, b'\\x00\\x00\\x00\\x08accepted')
    except OSError:
        pass
return None
"""
    report = grade(wrapped(body), diagnose=False)
    assert report.verdict is not Verdict.ACCEPTED


def test_timing_and_cost_of_a_pass(grade, right):
    """A pass is timed with an interval around its ratio, and counted exactly."""
    report = grade(right, timing=True)
    assert report.timing is not None
    assert report.cost is not None
    assert report.timing.low <= report.timing.ratio <= report.timing.high
    assert report.timing.attempt_seconds > 0
    assert report.cost.peak_bytes.reference >= 64 * 64 * 4
    assert grade(right, timing=True).cost == report.cost


def test_a_failure_is_not_timed(grade, mistake):
    """Time and cost of a wrong answer mean nothing and are not measured."""
    report = grade(mistake("no_max"), timing=True)
    assert report.timing is None
    assert report.cost is None


def strict(toy):
    """Return the small bank's problem with tolerances that rounding does not meet."""
    tolerances = {"float32": Tolerance(1e-8, 1e-8)}
    return replace(toy, problem=replace(toy.problem, tolerances=tolerances))


@pytest.mark.parametrize("exact", [None, False, True])
def test_the_references_own_error_counts_where_it_is_measured(pool, toy, right, exact):
    """A right answer that rounds otherwise passes by the exact run, which the CPU goes without."""
    options = Options(seed=1, device="cpu", timing=False, diagnose=False, exact=exact)
    report = check(pool, strict(toy), Source(Attempt("a.py", ""), right), options)
    assert report.verdict is (Verdict.ACCEPTED if exact else Verdict.WRONG_ANSWER)


@pytest.mark.parametrize("name", ["wrong_dim", "ignores_scale", "detached_sum", "slightly_off"])
def test_the_references_own_error_saves_no_wrong_answer(pool, toy, mistake, name):
    """Mistakes, and values off by more than rounding, stay rejected."""
    source = wrapped("return _good(x, scale) * (1 + 1e-5)" if name == "slightly_off" else "")
    source = source if name == "slightly_off" else mistake(name)
    options = Options(seed=1, device="cpu", timing=False, diagnose=False, exact=True)
    report = check(pool, strict(toy), Source(Attempt("a.py", ""), source), options)
    assert report.verdict is Verdict.WRONG_ANSWER
