"""`drill watch`: every save is followed, on one screen, in a real terminal and without one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.checking import Options
from grader.model import Verdict
from grader.pool import descendants
from grader.store import EventKind, Store
from grader.watching import Checked, Rechecker, Running, Trouble
from tests.test_faults import Terminal, recorded, wait_until
from tests.test_terminal import Screen, screen  # noqa: F401  (a fixture)

on_a_screen = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
ENDLESS = "import time\ntime.sleep(60)\n"


@pytest.fixture
def path(drill) -> Path:
    """A fresh attempt at the small bank's problem."""
    return Path(drill("new", "softmax").out.strip())


def replace(path: Path, text: str) -> None:
    """Save as careful editors do: write another file and put it in the place of the first."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text)
    os.replace(other, path)  # noqa: PTH105


# ---- without a terminal -------------------------------------------------------------------


class Told:
    """What a rechecker told, and waiting for more of it."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def __call__(self, event: object) -> None:
        self.events.append(event)

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdicts so far."""
        return [event.report.verdict for event in self.events if isinstance(event, Checked)]

    def wait(self, *verdicts: Verdict) -> None:
        """Wait until these are the verdicts."""
        wait_until(lambda: self.verdicts == list(verdicts), 20)


@pytest.fixture
def told() -> Told:
    """What is told."""
    return Told()


OPTIONS = Options(timing=False, device="cpu")


def test_the_same_bytes_are_checked_once(toy, tmp_path, right, told):
    """A save that changes nothing is no check, but for one that is asked for."""
    path = tmp_path / "a.py"
    path.write_text(right)
    with Rechecker(toy, path, OPTIONS, told) as checker:
        checker.check()
        told.wait(Verdict.ACCEPTED)
        checker.check()
        time.sleep(0.7)
        assert told.verdicts == [Verdict.ACCEPTED]
        checker.check(anew=True)
        told.wait(Verdict.ACCEPTED, Verdict.ACCEPTED)


def test_a_run_is_called_off_when_the_file_changes(toy, tmp_path, right, told):
    """Nobody waits for an answer that is out of date, and it is never told."""
    path = tmp_path / "a.py"
    path.write_text(ENDLESS + right)
    with Rechecker(toy, path, OPTIONS, told) as checker:
        checker.check()
        wait_until(lambda: any(isinstance(event, Running) for event in told.events), 20)
        time.sleep(0.3)
        path.write_text(right)
        began = time.monotonic()
        checker.check()
        told.wait(Verdict.ACCEPTED)
        assert time.monotonic() - began < 3
    assert told.verdicts == [Verdict.ACCEPTED]


def test_many_requests_lose_none_that_matters(toy, tmp_path, right, mistake, told):
    """However requests and checks fall together, the last bytes get their verdict."""
    path = tmp_path / "a.py"
    with Rechecker(toy, path, OPTIONS, told) as checker:
        for turn in range(40):
            replace(path, f"{mistake('no_max')}# {turn}\n")
            checker.check()
            time.sleep(0.004 * (turn % 7))
        replace(path, right)
        checker.check()
        wait_until(lambda: told.verdicts[-1:] == [Verdict.ACCEPTED], 20)


def test_a_file_that_is_gone_is_told(toy, tmp_path, right, told):
    """It is trouble and not the end: what comes back is checked."""
    path = tmp_path / "a.py"
    with Rechecker(toy, path, OPTIONS, told) as checker:
        checker.check()
        wait_until(lambda: any(isinstance(event, Trouble) for event in told.events), 20)
        path.write_text(right)
        checker.check()
        told.wait(Verdict.ACCEPTED)


def test_a_lost_warm_process_is_replaced(toy, tmp_path, right, told):
    """Its death in a check costs a moment and no verdict."""
    path = tmp_path / "a.py"
    path.write_text(right)
    mine = set(descendants(os.getpid(), 1000))
    with Rechecker(toy, path, OPTIONS, told) as checker:
        checker.check()
        told.wait(Verdict.ACCEPTED)
        warm, *_ = (pid for pid in descendants(os.getpid(), 1000) if pid not in mine)
        os.kill(warm, signal.SIGKILL)
        path.write_text(f"{right}# changed\n")
        checker.check()
        told.wait(Verdict.ACCEPTED, Verdict.ACCEPTED)


def test_in_a_pipe_it_prints_a_report_a_save(drill, path, right, mistake):
    """Plain lines, no cursor tricks; it ends with Ctrl-C and records the pass alone."""
    replace(path, mistake("no_max"))
    command = subprocess.Popen(
        [str(Path(sys.executable).with_name("drill")), "watch"],
        cwd=drill.folder,
        env=drill.environment,
        stdin=subprocess.DEVNULL,
        stdout=(out := (drill.folder / "out").open("w+")),
        stderr=subprocess.STDOUT,
        text=True,
    )

    def printed() -> str:
        out.flush()
        return (drill.folder / "out").read_text()

    wait_until(lambda: "again" in printed(), 20)
    replace(path, right)
    wait_until(lambda: "accepted" in printed(), 20)
    command.send_signal(signal.SIGINT)
    assert command.wait(10) == 130
    words = printed()
    assert "wrong answer" in words
    assert "\x1b" not in words
    assert words.rstrip().endswith("interrupted")
    assert recorded(drill) == [Verdict.ACCEPTED]
    out.close()


# ---- on a terminal ------------------------------------------------------------------------


@on_a_screen
def test_saves_are_followed_on_one_screen(screen, drill, path, right, mistake):  # noqa: F811
    """Ladder, failure, diagnosis, clock and keys; what fails is not recorded, a pass is."""
    screen.type("clear; drill watch; echo finished $?")
    screen.wait_for("this is still the stub")
    replace(path, mistake("no_max"))
    shown = screen.wait_for("the known mistake")
    for words in ("toy/softmax", " of 5 min", "edges 1/2", "Logits of a thousand", "q  quit"):
        assert words in shown
    path.with_name("attempt.py~").write_text("nobody looks at a backup")
    path.write_text(right)
    shown = screen.wait_for("accepted")
    assert "solved in" in shown
    assert "the known mistake" not in shown
    screen.press("q")
    shown = screen.wait_for("finished 0")
    assert shown.lstrip().startswith("> drill watch") or "accepted" in shown
    assert "q  quit" not in shown  # the screen from before is back, with the last report
    assert recorded(drill) == [Verdict.ACCEPTED]


@on_a_screen
def test_its_keys(screen, drill, path, mistake):  # noqa: F811
    """H shows the next hint and remembers it, s the statement, r runs again, n looks further."""
    replace(path, mistake("no_max"))
    screen.type("clear; drill watch; echo finished $?")
    screen.wait_for("the known mistake")
    screen.press("h")
    assert "Exponentials are positive" in screen.wait_for("Hint 1 of 3")
    screen.press("h")
    screen.wait_for("Hint 2 of 3")
    screen.press("s")  # away with the hint
    wait_until(lambda: seed(screen.wait_for("waiting for a save")))
    screen.press("s")
    screen.wait_for(">>> row_softmax")
    screen.press("s")
    wait_until(lambda: seed(screen.wait_for("waiting for a save")))
    before = seed(screen.wait_for("waiting for a save"))
    screen.press("r")
    wait_until(lambda: seed(screen.wait_for("waiting for a save")) not in {"", before})
    screen.press("n")
    screen.wait_for("No other problem is left")
    screen.press("q")
    screen.wait_for("finished 1")
    with Store(drill.home) as store:
        hints = [event.detail for event in store.events() if event.kind is EventKind.HINT]
        verdicts = [check.verdict for check in store.checks()]
    assert hints == ["1", "2"]
    assert verdicts == [Verdict.WRONG_ANSWER]  # of the one that was asked for


def seed(shown: str) -> str:
    """Return the seed that the screen names, or nothing while it is being drawn."""
    found = re.findall(r"seed (\d+)", shown)
    return found[0] if found else ""


@on_a_screen
def test_the_file_may_go_and_come_back(screen, path, right):  # noqa: F811
    """A file that is gone is said, and looked for."""
    screen.type("clear; drill watch; echo finished $?")
    screen.wait_for("this is still the stub")
    path.unlink()
    screen.wait_for("there is no file")
    path.write_text(right)
    screen.wait_for("accepted")
    screen.press("q")
    screen.wait_for("finished 0")


@pytest.mark.parametrize("end", ["ctrl_c", "closed"])
def test_it_leaves_nothing(drill, path, right, end):
    """Ctrl-C in a check gives the terminal back; neither a process nor a file stays."""
    replace(path, ENDLESS + right)
    terminal = Terminal(drill, "watch")
    wait_until(lambda: len(descendants(terminal.command.pid, 100)) > 4, 20)
    if end == "ctrl_c":
        terminal.press_ctrl_c()
        terminal.read()
        assert terminal.command.returncode == 130
        assert terminal.is_sane
        terminal.close()
    else:
        terminal.close()
        terminal.command.wait(10)
    wait_until(lambda: not any(terminal.scratch.iterdir()), 10)
    assert recorded(drill) == []


@pytest.mark.parametrize("bell", [True, False])
def test_the_bell_rings_once_and_only_if_asked(drill, path, right, bell):
    """At the first pass, not at the next."""
    replace(path, right)
    terminal = Terminal(drill, "watch", *(["--bell"] if bell else []))
    read_until(terminal, b"accepted")
    replace(path, f"{right}# again\n")
    wait_until(lambda: len(recorded(drill)) == 2, 20)
    os.write(terminal.master, b"q")
    terminal.read()
    assert terminal.command.returncode == 0
    assert terminal.shown.count(b"\x07") == bell
    terminal.close()


def read_until(terminal: Terminal, words: bytes) -> None:
    """Read what the command shows until these words are there."""

    def there() -> bool:
        terminal.shown += os.read(terminal.master, 2**16)
        return words in terminal.shown

    wait_until(there, 20)
