"""`drill try`: own inputs on both sides, compared, with nothing of the reference shown."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.trying import parse
from tests.test_terminal import Screen, screen  # noqa: F401  (a fixture)


@pytest.mark.parametrize(
    ("code", "parted"),
    [
        ("f(1)", ("", "f(1)")),
        ("x = 1; f(x)", ("x = 1", "f(x)")),
        ("x = 1", ("x = 1", "x")),
        ("for i in range(3):\n    pass", ("for i in range(3):\n    pass", "None")),
        ("", ("", "None")),
    ],
)
def test_the_last_expression_is_looked_at(code, parted):
    """An assignment at the end shows what it assigned; another statement shows nothing."""
    assert parse(code) == parted


def test_what_is_not_python_says_so():
    """With the line."""
    with pytest.raises(UsageError, match=r"that is not Python: .* in line 2"):
        parse("x = 1\nf(")


@pytest.fixture
def path(drill) -> Path:
    """A fresh attempt at the small bank's problem."""
    return Path(drill("new", "softmax").out.strip())


def test_a_right_answer_is_the_same(drill, path, right):
    """Values and shapes of both, and that they agree; exit code 0, nothing recorded."""
    path.write_text(right)
    ran = drill("try", "-c", "x = torch.randn(2, 3)\nrow_softmax(x, scale=2.0)")
    assert (ran.code, "✓ the same" in ran.out) == (0, True)
    assert ran.out.count("tensor (2, 3) float32") == 2
    assert drill("history", "--json").json["checks"] == []


def test_a_wrong_answer_differs(drill, path, mistake):
    """The first difference is told; exit code 1."""
    path.write_text(mistake("wrong_dim"))
    ran = drill("try", "-c", "row_softmax(torch.arange(9.0).view(3, 3) ** 2)", "--json")
    assert ran.code == 1
    tried = ran.json["tried"]
    assert (tried["same"], ran.json["schema"], ran.json["problem"]) == (False, 1, "toy/softmax")
    ran = drill("try", "-c", "row_softmax(torch.arange(6.0).view(2, 3))")
    assert "first difference at" in ran.out


def test_an_error_shows_only_the_persons_code(drill, path, right):
    """Both may raise; of the reference neither traceback nor prints are told."""
    path.write_text(right)
    ran = drill("try", "-c", "row_softmax(torch.ones(2), scale=-1.0)")
    assert ran.code == 0
    assert "negative" in ran.out
    assert 'raise ValueError("negative")' in ran.out
    assert "scale must not be" in ran.out
    assert "reference.py" not in ran.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("row_softmax(", "that is not Python"),
        ("row_softmax(y)", "your input itself ends in NameError"),
        ("1/0", "your input itself ends in ZeroDivisionError"),
    ],
)
def test_a_fault_of_the_input_is_a_usage_error(drill, path, right, code, words):
    """One line and exit code 2."""
    path.write_text(right)
    ran = drill("try", "-c", code)
    assert (ran.code, words in ran.err) == (2, True)
    assert "Traceback" not in ran.err


def test_a_stub_and_a_broken_file(drill, path):
    """The stub may be tried; a file that cannot be parsed is said."""
    ran = drill("try", "-c", "row_softmax(torch.ones(2))")
    assert (ran.code, "✗ not the same" in ran.out) == (1, True)
    path.write_text("def (")
    ran = drill("try", "-c", "1")
    assert (ran.code, "syntax error" in ran.err) == (2, True)


def test_an_endless_attempt_ends(drill, path):
    """Its time is limited as in a check."""
    path.write_text("def row_softmax(x, scale=1.0):\n    while True: pass\n")
    ran = drill("try", "-c", "row_softmax(torch.ones(2))")
    assert (ran.code, "CPU time" in ran.out) == (1, True)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_line_at_a_time(screen, path, right):  # noqa: F811
    """Names stay from line to line, an error takes nothing away, Ctrl-D ends it."""
    path.write_text(right)
    screen.type("clear; drill try; echo finished $?")
    screen.wait_for(">>>")
    screen.type("x = torch.ones(2, 2)")
    screen.wait_for("the same")
    screen.type("nonsense")
    screen.wait_for("NameError")
    screen.type("clear = row_softmax(x).sum()")
    shown = screen.wait_for("tensor(2.)")
    assert "tensor () float32" in shown
    screen.type("def twice(v):")
    screen.wait_for("...")
    screen.type("    return 2 * row_softmax(v).sum()")
    screen.type("")
    screen.type("twice(x)")
    screen.wait_for("tensor(4.)")
    screen.type("while True: pass")
    screen.type("")
    time.sleep(0.5)
    screen.press("C-c")
    screen.wait_for("interrupted; what you typed before still stands")
    screen.type("twice(x) + 3")
    screen.wait_for("tensor(7.)")
    screen.press("C-d")
    screen.wait_for("finished 0")
