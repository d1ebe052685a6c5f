"""`from grader import check`: in a real notebook, a script and at a prompt."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from grader.carrying import source_of, standing_alone
from grader.errors import UsageError
from grader.model import Attempt, Case, Report, Rung, Verdict, Versions
from grader.notebook_report import as_html, as_text
from grader.store import Store
from tests.conftest import Drill

RIGHT = """
import torch
from torch import Tensor as T
import torch.nn.functional as F
SHIFT = 0.0

def largest(y: T) -> T:
    return y.amax(-1, keepdim=True)

def row_softmax(x, scale=1.0):
    if scale < 0:
        raise ValueError("negative")
    y = scale * x + SHIFT
    w = torch.exp(y - largest(y))
    return w / w.sum(-1, keepdim=True)
"""
WRONG = "def row_softmax(x, scale=1.0):\n    return x.exp() / x.exp().sum(-1, keepdim=True)\n"


def execute(drill: Drill, monkeypatch, *cells: str) -> list[dict[str, str]]:
    """Run a notebook of these cells in a real kernel; return what the last one showed."""
    for name, value in drill.environment.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(drill.folder))
    return [output.get("data", {}) for output in notebook.cells[-1].outputs]


def test_a_notebook_checks_a_function(drill, monkeypatch):
    """With its imports, helpers and constants from other cells, as HTML and as text."""
    cells = (*RIGHT.split("\n\n"), "from grader import check\ncheck('toy/softmax', row_softmax)")
    (shown,) = execute(drill, monkeypatch, *cells)
    assert "✓ toy/softmax accepted" in shown["text/plain"]
    assert "toy/softmax accepted" in shown["text/html"]
    assert "values 2/2" in shown["text/html"]
    with Store(drill.home) as store:
        (check,) = store.checks()
        assert check.verdict is Verdict.ACCEPTED
        assert "def largest" in store.source(check.id)


def test_a_notebook_says_why_it_is_wrong(drill, monkeypatch, mistake):
    """The mistake is named there too, and the processes serve the next cell."""
    call = "check('softmax', row_softmax)"
    (shown,) = execute(
        drill, monkeypatch, "from grader import check", mistake("no_max"), call, call
    )
    assert "wrong answer" in shown["text/html"]
    assert "subtract the maximum" in " ".join(shown["text/plain"].split())


def test_the_cell_magic(drill, monkeypatch):
    """The cell runs, its names are there, and it is graded with what it uses of others."""
    magic = "%%drill toy/softmax\n" + RIGHT.split("\n\n", 1)[1]
    *_, shown = execute(
        drill, monkeypatch, "%load_ext grader", RIGHT.split("\n\n", maxsplit=1)[0], magic
    )
    assert "accepted" in shown["text/plain"]
    with pytest.raises(CellExecutionError, match="there is no problem"):
        execute(drill, monkeypatch, "%load_ext grader", "%%drill nowhere\nx = 1")


def test_a_class_of_a_notebook_is_found(drill, monkeypatch):
    """Though a class in a notebook does not know its file."""
    cells = (
        "class Net:\n    def run(self, x):\n        return x",
        "from grader.carrying import source_of\nsource_of([Net])",
    )
    (shown,) = execute(drill, monkeypatch, *cells)
    assert "def run(self, x):" in shown["text/plain"]


def script(drill: Drill, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python on a text, from a file or as given."""
    path = drill.folder / "script.py"
    path.write_text(text)
    return subprocess.run(
        [sys.executable, *(words or [str(path)])],
        cwd=drill.folder,
        env=drill.environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_script_prints_text(drill):
    """Elsewhere the report is plain text."""
    call = "\nfrom grader import check\nresult = check('softmax', row_softmax, seed=3)\n"
    ran = script(drill, f"{RIGHT}{call}print(result, result.passed)")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("✓ toy/softmax accepted (cpu, seed 3)")
    assert ran.stdout.endswith("True\n")
    assert ran.stderr == ""


def test_a_prompt_that_keeps_no_source_says_so(drill):
    """One clear error, not a wrong verdict."""
    text = f"{WRONG}\nfrom grader import check\ncheck('softmax', row_softmax)\n"
    ran = script(drill, text, "-i", "-q")
    assert "the source of row_softmax cannot be had" in ran.stderr


# ---- what is taken along


def carried(tmp_path: Path, text: str, *names: str) -> str:
    """Return the source of some names of a module that is run as a script."""
    path = tmp_path / "mine.py"
    path.write_text(textwrap.dedent(text))
    code = (
        "import runpy, sys; from grader.carrying import source_of\n"
        f"exec(compile(open({str(path)!r}).read(), {str(path)!r}, 'exec'))\n"
        f"print(source_of([{', '.join(names)}]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_a_function_uses_comes_with_it(tmp_path):
    """Decorators, defaults, base classes, renamed imports, plain constants; each once."""
    text = """
        import math as m
        from functools import cache
        SIZES = (1, 2)

        def helper(x): return x * m.pi

        class Base:
            def twice(self): return helper(2)

        class Net(Base):
            sizes = SIZES
            def once(self): return helper(1)

        @cache
        def build(size=SIZES[0]): return Net(), Base()

        alias = helper
        def uses(x): return alias(x)
    """
    text = carried(tmp_path, text, "build", "uses")
    names: dict[str, object] = {}
    exec(text, names)
    assert text.count("def helper") == 1
    assert "@cache" in text
    assert "import math as m" in text
    assert names["uses"](1) == pytest.approx(3.14159, abs=1e-4)  # type: ignore[operator]


def test_what_cannot_be_taken_along_is_named():
    """A tensor that lives outside, for one."""
    import torch

    with pytest.raises(UsageError, match="the cell uses table, a Tensor"):
        standing_alone("def f(x): return x + table", {"table": torch.ones(3)})
    with pytest.raises(UsageError, match="the source of len cannot be had"):
        source_of([len])


def test_what_an_attempt_says_is_escaped():
    """A message is text in HTML, whatever it holds."""
    case = Case(
        "test_x", Rung.VALUES, Verdict.WRONG_ANSWER, "It is <b>so</b>.", "<script>x</script>"
    )
    report = Report(
        problem="toy/softmax",
        attempt=Attempt("a.py", ""),
        device="cpu",
        dtypes=(),
        seed=1,
        verdict=Verdict.WRONG_ANSWER,
        cases=(case,),
        diagnosis=None,
        timing=None,
        cost=None,
        versions=Versions("", "", ""),
        seconds=1.0,
    )
    assert "<script>" in as_text(report)
    assert "<script>" not in as_html(report)
    assert "&lt;script&gt;" in as_html(report)
