"""The whole bank: side by side, and only what has changed since it was verified."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader import verified
from grader.bank import Bank, Exercise
from grader.mutation import Mutation
from grader.verify import Plan, Verification
from grader.whole_bank import Trust, of_the_bank, together, verify_all
from tests.conftest import TOY, TOY_BANK

SOLUTIONS, PROBLEM = f"solutions/{TOY}", f"problems/{TOY}"
RECORD = f"{SOLUTIONS}/{verified.NAME}"
QUICK = Plan(seeds=1, mistake_seeds=1)
GRADER = Path(verified.__file__).parent
FIGURES = Mutation(mutants=24, killed=23, silent=13, equivalent=1)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A copy of the toy bank that may be changed."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    return Bank(tmp_path / "bank")


def digest(exercise: Exercise, grader: Path = GRADER) -> str:
    """Return the digest of a problem as this grader judges it."""
    return verified.digest(exercise, verified.judging(grader))


def recorded(bank: Bank, *, seeds: int = 20) -> None:
    """Record the toy problem as verified, with figures that no run would give."""
    exercise = bank.load(TOY)
    result = Verification(TOY, (), (), {}, {"cases": 7}, mutation=FIGURES, seconds=1.5)
    verified.write(exercise, digest(exercise), seeds, result)


def run(bank: Bank, plan: Plan = QUICK, **options) -> tuple[Verification, set[str]]:
    """Verify the toy problem; return what came of it and the kinds of steps that were told."""
    steps: set[str] = set()

    def tell(name, step):
        steps.add(step.partition(",")[0])

    [result] = verify_all(bank, [TOY], plan, tell=tell, **options)
    return result, steps


def test_what_is_clean_is_recorded_and_not_repeated(bank):
    """The second run recalls the figures of the first and runs nothing."""
    first, _ = run(bank, Plan())
    assert first.findings == ()
    second, steps = run(bank, Plan(), trust=Trust.EVERYTHING)
    assert steps == set()
    assert second.unchanged
    assert second.mutation == first.mutation is not None
    assert second.submissions == first.submissions


CHANGED = [
    *(f"{PROBLEM}/{name}" for name in ("problem.yaml", "stub.py", "hidden_tests.py")),
    *(f"{SOLUTIONS}/{name}.py" for name in ("reference", "builtin", "alternatives/by_logsumexp")),
    *(f"{SOLUTIONS}/mistakes/{name}.py" for name in ("no_max", "a_new_one")),
    f"{SOLUTIONS}/equivalent.yaml",
]


@pytest.mark.parametrize("file", CHANGED)
def test_a_changed_file_ends_the_record(bank, file):
    """A record holds for the files that were verified, to the letter."""
    exercise = bank.load(TOY)
    before = digest(exercise)
    assert digest(exercise) == before
    with (bank.root / file).open("a") as changed:
        changed.write("\n# a remark\n")
    assert digest(exercise) != before


def test_a_renamed_file_ends_the_record(bank):
    """A mistake under another name is another mistake."""
    before = digest(bank.load(TOY))
    mistake = bank.root / SOLUTIONS / "mistakes" / "no_max.py"
    mistake.rename(mistake.with_name("no_maximum.py"))
    assert digest(bank.load(TOY)) != before


def test_another_judge_ends_the_record(bank, tmp_path):
    """A record holds for the code that judged; the record itself and caches are no part of it."""
    grader = tmp_path / "grader"
    shutil.copytree(GRADER, grader)
    before = digest(bank.load(TOY), grader)
    (bank.root / RECORD).write_text("{}")
    (bank.root / PROBLEM / "x.pyc").write_text("")
    assert digest(bank.load(TOY), grader) == before
    with (grader / "worker" / "judge.py").open("a") as changed:
        changed.write("# a remark\n")
    assert digest(bank.load(TOY), grader) != before


def test_only_what_changed_is_run(bank):
    """An unchanged problem is recalled; after a change it is verified, on no other's word."""
    recorded(bank)
    result, steps = run(bank, trust=Trust.EVERYTHING)
    assert (result.mutation, steps) == (FIGURES, set())
    with (bank.root / CHANGED[2]).open("a") as changed:
        changed.write("\n# a remark\n")
    result, steps = run(bank, trust=Trust.EVERYTHING)
    assert {"right answers", "mutants"} < {step.split(" of ")[0] for step in steps}
    assert not result.unchanged


def test_a_record_may_be_trusted_for_mutants_alone(bank):
    """Everything else is run, and the mutants' figures are those of the record."""
    recorded(bank)
    result, steps = run(bank, trust=Trust.MUTANTS)
    assert "mistakes" in steps
    assert "mutants" not in steps
    assert result.mutation == FIGURES


@pytest.mark.parametrize("spoilt", ["", "<<<<<<< ours", '{"digest": 3}'])
def test_a_record_that_cannot_be_read_is_none(bank, spoilt):
    """A merge that left its marks costs a run, and nothing else."""
    (bank.root / RECORD).write_text(spoilt)
    assert verified.read(bank.load(TOY)) is None
    result, _ = run(bank, trust=Trust.EVERYTHING)
    assert not result.unchanged


def test_a_record_of_fewer_seeds_does_not_do(bank):
    """Who asks for more seeds than were run gets a run."""
    recorded(bank, seeds=20)
    result, _ = run(bank, Plan(seeds=21, mutants=False), trust=Trust.EVERYTHING)
    assert not result.unchanged


@pytest.mark.parametrize("plan", [QUICK, Plan(mutants=False)], ids=["few seeds", "no mutants"])
def test_less_than_everything_is_not_recorded(bank, plan):
    """A run on few seeds or without mutants leaves no record."""
    result, _ = run(bank, plan)
    assert result.findings == ()
    assert not (bank.root / RECORD).exists()


def test_findings_are_not_recorded(bank):
    """A problem with a finding is verified again next time."""
    (bank.root / SOLUTIONS / "equivalent.yaml").write_text("[{line: a, edit: b, why: c}]")
    result, _ = run(bank, Plan())
    assert len(result.findings) == 1
    assert not (bank.root / RECORD).exists()


def test_several_at_once_come_to_the_same(bank):
    """Two problems side by side are told as they are alone; a broken one spoils no other."""
    for folder in (SOLUTIONS, PROBLEM):
        for other in ("twin", "zz_broken"):
            shutil.copytree(bank.root / folder, (bank.root / folder).with_name(other))
    (bank.root / "problems" / "toy" / "zz_broken" / "problem.yaml").write_text("titel: x")
    results = {r.problem: r for r in verify_all(bank, bank.names(), QUICK, jobs=3)}
    assert set(results) == {TOY, "toy/twin", "toy/zz_broken"}
    assert [f.check for f in results.pop("toy/zz_broken").findings] == ["schema"]
    one, other = results.values()
    assert one.matrix == other.matrix
    assert one.mutation == other.mutation is not None


def test_the_bank_as_a_whole():
    """Excuses count against the bank: 93 % of all its mutants are to be killed."""

    def result(mutation):
        return Verification("a/b", (), (), {}, {}, mutation=mutation)

    good = result(Mutation(mutants=100, killed=94, silent=40, equivalent=6))
    bad = result(Mutation(mutants=100, killed=91, silent=40, equivalent=9))
    assert together([good, bad]) == Mutation(mutants=200, killed=185, silent=80, equivalent=15)
    assert of_the_bank([good]) == []
    assert good.mutation.silent_rate == 40 / 46
    assert "92.5%" in of_the_bank([good, bad])[0].message
    assert together([good, result(None)]) is None
