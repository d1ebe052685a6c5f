"""What stands on the screen of a real terminal of 80 columns."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.layout import Layout
from rich.text import Text

from cli.paging import Paged
from cli.upkeep import WORDS
from grader.bank import Bank
from tests.conftest import Drill

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Screen:
    """A tmux session of 80 by 50 with the command on its path."""

    def __init__(self, drill: Drill) -> None:
        self._name = f"drill-{uuid.uuid4().hex[:8]}"
        own = {key: drill.environment[key] for key in ("DRILL_HOME", "DRILL_BANK")}
        self._tmux("new-session", "-d", "-s", self._name, "-x", "80", "-y", "50", "bash --norc")
        folder = Path(sys.executable).parent
        variables = " ".join(f"{key}={value}" for key, value in own.items())
        self.type(f"export PATH={folder}:$PATH {variables}; cd {drill.folder}; PS1='> '")

    def type(self, words: str) -> None:
        """Type a line."""
        self._tmux("send-keys", "-t", self._name, words, "Enter")

    def type_without_enter(self, words: str) -> None:
        """Type the beginning of a line."""
        self._tmux("send-keys", "-t", self._name, "-l", words)

    def press(self, key: str) -> None:
        """Press a key."""
        self._tmux("send-keys", "-t", self._name, key)

    def wait_for(self, words: str, seconds: float = 30) -> str:
        """Return the screen once it shows these words."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            shown = self._tmux("capture-pane", "-p", "-t", self._name)
            if words in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{words!r} is not on the screen:\n{shown}")

    def close(self) -> None:
        """End the session."""
        self._tmux("kill-session", "-t", self._name)

    @staticmethod
    def _tmux(*words: str) -> str:
        return subprocess.run(["tmux", *words], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def screen(drill: Drill) -> Iterator[Screen]:
    """A terminal in the empty folder."""
    screen = Screen(drill)
    yield screen
    screen.close()


def test_a_failing_check_fits_the_screen(screen, drill, mistake):
    """Verdict, sentence, difference, diagnosis and the next command stand within 80 columns."""
    path = Path(drill("new", "softmax").out.strip())
    path.write_text(mistake("no_max"))
    screen.type("clear; drill check --seed 1; echo finished $?")
    shown = screen.wait_for("finished 1")
    for words in ("wrong answer", "Logits of a thousand", "expected", "the known mistake", "again"):
        assert words in shown
    assert "│ You do not subtract the maximum" in shown
    assert len(shown.rstrip().splitlines()) <= 25


def test_a_pass_and_the_bare_screen(screen, drill, right):
    """A pass says verdict, time and cost, and the bare command what comes next."""
    path = Path(drill("new", "softmax").out.strip())
    path.write_text(right)
    screen.type("clear; drill check; echo finished $?")
    shown = screen.wait_for("finished 0")
    for words in ("accepted", "time", "the reference", "cost", "FLOP"):
        assert words in shown
    screen.type("clear; drill; echo finished $((40 + 2))")
    assert "everything is solved" in screen.wait_for("finished 42")


def test_reset_asks_first(screen, drill):
    """Without --yes a terminal is asked, and a no changes nothing."""
    path = Path(drill("new", "softmax").out.strip())
    path.write_text("mine = 1\n")
    screen.type("clear; drill reset")
    screen.wait_for("[y/N]")
    screen.type("n")
    screen.type("echo answered $?")
    screen.wait_for("answered 1")
    assert path.read_text() == "mine = 1\n"


def test_ctrl_c_gives_the_terminal_back(screen, drill):
    """An interrupted check leaves a sane terminal and its own exit code."""
    path = Path(drill("new", "softmax").out.strip())
    path.write_text("import time\ndef row_softmax(x, scale=1.0): time.sleep(60)\n")
    screen.type("clear; drill check")
    screen.wait_for("grading")
    time.sleep(2.5)
    screen.press("C-c")
    screen.wait_for("interrupted")
    screen.type("echo answered $?")
    shown = screen.wait_for("answered 130")
    assert "Traceback" not in shown


def test_bench_shows_how_far_it_is(screen):
    """A bar while it runs, and then no trace of it."""
    screen.type("drill bench softmax --sizes 32,64 --seconds 0.05")
    assert "━" in screen.wait_for(" % float32: counting")
    shown = screen.wait_for("time of one call over rows")
    assert "━" not in shown
    assert "grows with rows" in shown


def test_words_are_not_broken(screen):
    """An error and doctor's lines that are longer than a line break between words."""
    bank = Bank()
    topics = {name.partition("/")[0] for name in bank.names()}
    screen.type(f"clear; DRILL_BANK={bank.root} drill quiz nope; drill doctor; echo finished $?")
    shown = screen.wait_for("finished 0")
    assert topics <= set(re.findall(r"\w+", shown))
    assert " ".join(WORDS) in " ".join(shown.split())


def test_what_is_longer_than_its_place_has_pages():
    """Each page is as high as the place and says which it is; after the last comes the first."""
    lines = [f"line {n}" for n in range(10)]

    def shown(page: int, height: int) -> list[str]:
        console = Console(width=60, height=height)
        layout = Layout(Paged(Text("\n".join(lines)), page))
        with console.capture() as captured:
            console.print(layout, height=height)
        return [line.rstrip() for line in captured.get().splitlines()]

    assert shown(0, 12)[:10] == lines
    assert shown(0, 5) == [*lines[:4], " page 1 of 3; the space bar turns it"]
    assert shown(2, 5)[:2] == lines[8:]
    assert shown(2, 5)[-1].startswith(" page 3 of 3")
    assert shown(3, 5) == shown(0, 5)
