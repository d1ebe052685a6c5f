"""The bank's compiler: each rule is seen failing on a planted fault."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.bank import Bank
from grader.errors import BankError
from grader.junk import junk
from grader.verify import Plan, Verification, verify
from tests.conftest import TOY, TOY_BANK

ROOT = Path(__file__).parent.parent
REFERENCE = f"solutions/{TOY}/reference.py"
TESTS = f"problems/{TOY}/hidden_tests.py"
YAML = f"problems/{TOY}/problem.yaml"


@pytest.fixture
def planted(tmp_path: Path, pool) -> Callable[..., Verification]:
    """Copy the toy bank, change one thing, verify."""

    def run(file: str, old: str, new: str, *, mutants: bool = False) -> Verification:
        root = tmp_path / "bank"
        if not root.exists():
            shutil.copytree(TOY_BANK, root)
        path = root / file
        text = path.read_text() if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new) if old else text + new)
        return verify(pool, Bank(root).load(TOY), Plan(seeds=2, mutants=mutants))

    return run


def found(result: Verification) -> set[tuple[str, str]]:
    """Return the checks and subjects that were found at fault."""
    return {(finding.check, finding.subject) for finding in result.findings}


def test_the_toy_bank_is_clean(pool, toy):
    """A sound problem has no finding, and every solution stands in the matrix."""
    result = verify(pool, toy, Plan(seeds=2))
    assert result.findings == ()
    assert {"reference/reference", "alternatives/by_logsumexp"} <= set(result.matrix)
    assert sum(name.startswith("mistakes/") for name in result.matrix) == 6
    assert result.mutation is not None
    assert result.mutation.killed == result.mutation.mutants > 20
    assert 0 < result.mutation.silent < result.mutation.killed


MISTAKES = f"solutions/{TOY}/mistakes"
FAULTS = [
    (REFERENCE, "return weights /", "return weights *", ("statement", "examples")),
    (REFERENCE, "def row_softmax", "def soft_row", ("reference", "reference")),
    (YAML, "0.5000, 0.5000", "0.4000, 0.6000", ("statement", "examples")),
    (YAML, ">>> row", "row", ("statement", "examples")),
    (YAML, '["*softmax*", torch.nn.Softmax]', "[cosh]", ("builtin", "rules")),
    (f"problems/{TOY}/stub.py", "def row_softmax", "def other", ("stub", "stub")),
    (f"problems/{TOY}/stub.py", "raise NotImplementedError", "return x", ("stub", "stub")),
    (TESTS, '    """Logits of a thousand stay finite."""\n', "", ("cases", "test_extreme")),
    (TESTS, "scale=0.5))", "scale=0.5).sum())", ("mistakes", "ignores_scale")),
    (
        f"solutions/{TOY}/builtin.py",
        "scale * x, -1",
        "scale * x + 1e-6 * x, -1",
        ("builtin", "test_values[4]"),
    ),
    (
        f"solutions/{TOY}/alternatives/by_logsumexp.py",
        "torch.exp(",
        "1.001 * torch.exp(",
        ("right answers", "alternatives/by_logsumexp"),
    ),
    (f"{MISTAKES}/no_max.py", "fails: test_extreme", "fails: test_shape", ("mistakes", "no_max")),
    (f"{MISTAKES}/no_max.py", "fails: test_extreme", "", ("mistakes", "no_max")),
    (
        f"{MISTAKES}/no_max.py",
        "w = (scale * x)",
        "y = scale * x\n    w = (y - y.amax(-1, True))",
        ("mistakes", "no_max"),
    ),
    (f"{MISTAKES}/no_max.py", "(scale * x).exp()", "torch.softmax(x, -1)", ("mistakes", "no_max")),
]


@pytest.mark.parametrize(("file", "old", "new", "finding"), FAULTS)
def test_a_planted_fault_is_found(planted, file, old, new, finding):
    """Each rule of the compiler fails on the fault it is there for."""
    assert finding in found(planted(file, old, new))


def test_two_mistakes_that_no_case_tells_apart(planted, toy):
    """The same mistake twice is one mistake."""
    source = next(m.source for m in toy.mistakes if m.name == "wrong_dim")
    result = planted(f"{MISTAKES}/zz_same.py", "", source)
    assert {("mistakes", "wrong_dim"), ("mistakes", "zz_same")} <= found(result)


def test_a_case_that_nothing_fails(planted):
    """A case that accepts every wrong answer is found."""
    result = planted(
        TESTS,
        "",
        '\n\ndef test_idle(observe):\n    """Nothing is tested."""\n    observe(1)\n',
    )
    assert ("cases", "test_idle") in found(result)


def test_a_case_without_an_observation(planted):
    """A case that observes nothing cannot be judged."""
    result = planted(
        TESTS,
        "",
        '\n\ndef test_blind(solution, randn):\n    """Asserts only."""\n'
        "    assert solution.row_softmax(randn(2, 2)) is not None\n",
    )
    assert any("observes nothing" in finding.message for finding in result.findings)


def test_weak_tests_let_junk_through(planted):
    """Tests that look at shapes only accept zeros, and that is found."""
    text = (TOY_BANK / TESTS).read_text()
    weak = text.replace("scale=0.5))", "scale=0.5).shape[0])").replace(
        "* 1000))", "* 1000).shape[0])"
    )
    weak = weak.replace('[0], "the gradient of x")', "[0] is x)")
    found_here = found(planted(TESTS, text, weak))
    assert ("junk", "zeros_from_row_softmax") in found_here
    assert ("mistakes", "wrong_dim") in found_here


JUNK = {"zeros", "ones", "mean", "shuffled", "transposed", "half_right", "of_the_previous_case"}


def test_every_problem_is_tried_with_junk():
    """With every sort of it; where a step does nothing, that is its input."""
    for name in Bank(ROOT).names():
        made = junk(Bank(ROOT).load(name), gradients=False)
        kinds = {one.name.partition("_from_")[0] for one in made}
        assert kinds >= JUNK, name
        assert kinds & {"the_input", "does_nothing"}, name


@pytest.mark.parametrize("value", [[3, 1, 2], "cab", (3, 1, 2)])
def test_junk_is_of_the_kind_of_the_right_answer(toy, tmp_path, value):
    """A list stays a list of as many: the cases have to look at what is in it."""
    (tmp_path / "reference.py").write_text("def row_softmax(x, scale=1.0):\n    return x\n")
    for made in junk(replace(toy, solutions=tmp_path), gradients=False):
        if made.name.startswith(("zeros", "shuffled", "half_right")):
            names: dict = {}
            exec(made.source, names)
            got = names["row_softmax"](value)
            assert (type(got), len(got), got == value) == (type(value), len(value), False)


def test_a_step_is_spoiled_in_what_it_changes():
    """An optimizer returns nothing: what it leaves in the parameters is what a case observes."""
    exercise = Bank(ROOT).load("optimizers/sgd")
    (made,) = (one for one in junk(exercise, gradients=False) if one.name == "zeros_from_step")
    names: dict = {}
    exec(made.source, names)
    parameters = [names["_torch"].ones(3, requires_grad=True) for _ in range(2)]
    optimizer = names["SGD"](iter(parameters), lr=0.5)
    optimizer.step()
    assert [p.tolist() for p in parameters] == [[0.0] * 3] * 2


def test_a_tolerance_without_room_is_found(planted):
    """A tolerance as small as the reference's own rounding leaves no room for another way."""
    result = planted(YAML, "limits:", "tolerances: {float32: {rtol: 1.0e-8, atol: 0}}\nlimits:")
    assert ("tolerances", "test_values[4]") in found(result)


def test_a_surviving_mutant_is_found(planted):
    """Where no case shows a change of the reference, the line and the change are told."""
    result = planted(TESTS, "scale=0.0", "scale=1.0", mutants=True)
    assert [f.subject for f in result.findings if f.check == "mutants"] == ["line 8: < -> <="]
    assert result.mutation is not None
    assert result.mutation.killed == result.mutation.mutants - 1


ENTRIES = f"solutions/{TOY}/equivalent.yaml"
SUM = "{line: 'return weights / weights.sum(-1, keepdim=True)', edit: %s, why: because}"


def test_an_equivalent_that_is_killed_is_found(planted):
    """A reason that is given for a mutant which a case rejects is out of date."""
    result = planted(ENTRIES, "", f"[{SUM % 'sum -> mean'}]", mutants=True)
    assert ("mutants", "line 12: sum -> mean") in found(result)
    assert "test_values[4] ends in wrong_answer" in result.findings[0].message


def test_an_equivalent_of_no_mutant_is_found(planted):
    """A reason that is given for a mutant that there is not is out of date."""
    result = planted(ENTRIES, "", f"[{SUM % 'sum -> prod'}]", mutants=True)
    assert found(result) == {("mutants", "sum -> prod")}


def test_a_reason_settles_a_survivor(planted):
    """A survivor with a reason is counted apart and is no finding."""
    reference = "    weights = weights.clone()\n    return weights /"
    reason = "{line: weights = weights.clone(), edit: %s, why: nothing else holds them}"
    reasons = ", ".join(reason % edit for edit in ("statement dropped", "clone() dropped"))
    assert ("mutants", "line 12: clone() dropped") in found(
        planted(REFERENCE, "    return weights /", reference, mutants=True)
    )
    result = planted(ENTRIES, "", f"[{reasons}]", mutants=True)
    assert result.findings == ()
    assert result.mutation is not None
    assert result.mutation.equivalent == 2
    assert result.mutation.rate == 1.0


def test_reasons_are_read_strictly(planted):
    """An unknown key of equivalent.yaml is an error that names it."""
    with pytest.raises(BankError, match="did you mean 'why'"):
        planted(ENTRIES, "", "[{line: a, edit: b, whi: c}]", mutants=True)


def test_a_mutant_without_end_is_killed(planted):
    """A mutant that loops is killed soon, long before the time that the problem gives."""
    planted(YAML, "seconds: 1.0", "seconds: 60.0")
    loop = "    turns = 0\n    while turns < 3:\n        turns += 1\n    shifted ="
    began = time.monotonic()
    result = planted(REFERENCE, "    shifted =", loop, mutants=True)
    assert time.monotonic() - began < 30
    looping = {"line 12: + -> -", "line 12: statement dropped"}
    assert not looping & {f.subject for f in result.findings}
