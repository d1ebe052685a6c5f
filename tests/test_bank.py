"""The bank: strict loading with errors that help, forgiving names."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from grader.bank import Bank, load_problem, problem_schema
from grader.entry import parse_entry
from grader.errors import BankError, UsageError
from tests.conftest import TOY, TOY_BANK


def edited(tmp_path: Path, old: str, new: str) -> Path:
    """Return a copy of the toy problem's YAML with one thing changed."""
    text = (TOY_BANK / "problems" / TOY / "problem.yaml").read_text()
    assert old in text
    path = tmp_path / "problem.yaml"
    path.write_text(text.replace(old, new))
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title:", "titel:", "did you mean 'title'"),
        ("minutes: 5", "minutes: five", "$.minutes"),
        ("minutes: 5", "minutes: 0", "$.minutes"),
        ("difficulty: easy", "difficulty: simple", "simple"),
        ("seconds: 1.0", "secnds: 1.0", "did you mean 'seconds'"),
        ("hints: [Exponentials are positive., Divide by their sum.,", "hints: [", "$.hints"),
        ('["row_softmax(x, scale=1.0)"]', '["row_softmax"]', "call form"),
        ("title: Softmax", "title: [Softmax", "line"),
    ],
)
def test_a_broken_problem_names_file_and_key(tmp_path, old, new, words):
    """The error names the file, where in it, and the nearest known key."""
    path = edited(tmp_path, old, new)
    with pytest.raises(BankError) as caught:
        load_problem(path)
    assert str(path) in caught.value.message
    assert words in caught.value.message


def test_a_missing_file_is_a_bank_error(tmp_path):
    """A problem without its YAML says which file is missing."""
    with pytest.raises(BankError, match=r"problem\.yaml"):
        load_problem(tmp_path / "problem.yaml")


@pytest.mark.parametrize(
    "query",
    [
        "norms/rms_norm",
        "rms_norm",
        "rms-norm",
        "norms/rms",
        "rms_n",
        "RMS_Norm",
        "n/r",
        "rms_norm/",
    ],
)
def test_forgiving_names(query):
    """A problem is found by full name, without topic, by prefixes, with dashes."""
    assert Bank().find(query) == "norms/rms_norm"


def test_an_unknown_name_gets_the_three_nearest():
    """A typo names the nearest problems."""
    with pytest.raises(UsageError) as caught:
        Bank().find("rsm_nrom")
    assert "norms/rms_norm" in caught.value.remedy
    assert caught.value.remedy.count("/") == 3


def test_an_ambiguous_name_lists_what_fits():
    """A name that fits several problems is not guessed."""
    with pytest.raises(UsageError, match="several"):
        Bank().find("bpe")


def test_the_head_of_a_problem_is_its_own(tmp_path):
    """What lists show is what the whole file says, in whatever order its keys stand."""
    bank = Bank()
    for name in bank.names():
        problem, head = bank.load(name).problem, bank.head(name)
        assert (head.title, head.difficulty, head.minutes) == (
            problem.title,
            problem.difficulty,
            problem.minutes,
        )
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    path = tmp_path / "bank/problems" / TOY / "problem.yaml"
    first, rest = path.read_text().split("\n", 1)
    path.write_text(f"{rest}\n{first}\n")
    assert Bank(tmp_path / "bank").head(TOY).title in first
    path.write_text(f'title: "Row: softmax"  # quoted\n{rest}\n')
    assert Bank(tmp_path / "bank").head(TOY).title == "Row: softmax"
    path.write_text(rest)
    with pytest.raises(BankError, match="title"):
        Bank(tmp_path / "bank").head(TOY)


def test_the_whole_bank_parses_fast():
    """All problems of the bank load in well under a tenth of a second."""
    bank = Bank()
    bank.load(bank.names()[0])
    begun = time.perf_counter()
    for name in bank.names():
        bank.load(name)
    assert (time.perf_counter() - begun) / len(bank.names()) < 0.02


def test_another_bank_by_environment(tmp_path, monkeypatch):
    """DRILL_BANK names another bank; a folder that is none is refused."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    monkeypatch.setenv("DRILL_BANK", str(tmp_path / "bank"))
    assert Bank().names() == [TOY]
    monkeypatch.setenv("DRILL_BANK", str(tmp_path))
    with pytest.raises(UsageError, match="problems/"):
        Bank()


def test_mistakes_carry_diagnosis_and_case(toy):
    """A mistake's docstring is its diagnosis, without the line that names the case."""
    mistake = next(m for m in toy.mistakes if m.name == "no_max")
    assert mistake.says == "You do not subtract the maximum, so the exponentials overflow."
    assert mistake.fails == "test_extreme"


def test_the_schema_knows_every_key():
    """The JSON Schema for editors names the keys and forbids others."""
    problem = problem_schema()["$defs"]["Problem"]
    assert {"title", "hints", "rules", "builtin"} <= set(problem["properties"])
    assert problem["additionalProperties"] is False


@pytest.mark.parametrize("form", ["f", "f(", "f(x)(y)", "3", "f(x, y=g())", "a.b.c()"])
def test_what_is_no_call_form(form):
    """An entry point must be a call form with literal defaults."""
    with pytest.raises(ValueError, match=r".+"):
        parse_entry(form)


def test_call_forms():
    """Functions, classes and methods are told apart."""
    entry = parse_entry("Adam.step(x, eps=1e-8, betas=(0.9, 0.999))")
    assert (entry.owner, entry.name, entry.top) == ("Adam", "step", "Adam")
    assert entry.required == ("x",)
    assert entry.optional == (("eps", 1e-8), ("betas", (0.9, 0.999)))


def test_code_in_statements_fits_a_terminal():
    """A formula or an example is shown as it stands, with a margin, in 80 columns."""
    wide = []
    for name in Bank().names():
        fenced = False
        for line in Bank().load(name).problem.statement.splitlines():
            fenced ^= line.startswith("```")
            if len(line) > 76 and (fenced or line.startswith(("    ", ">>>", "..."))):
                wide.append(f"{name}: {line}")
    assert wide == []
