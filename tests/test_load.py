"""`drill grade` under load: its own verdict for each, nothing lost, nothing left behind."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import load
from tests.conftest import TOY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SLEEPER = "import time\n\n\ndef row_softmax(x, scale=1.0):\n    time.sleep(1000)\n"


def place(folder: Path, sources: dict[str, str]) -> Path:
    """Write attempts at the toy problem under a folder."""
    (folder / "in" / TOY).mkdir(parents=True)
    for name, source in sources.items():
        (folder / "in" / TOY / f"{name}.py").write_text(source)
    return folder / "in"


@pytest.fixture
def begun(tmp_path):
    """Start the command on a folder, its output in a pipe, and kill it in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(attempts: Path) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            load.command(attempts),
            env=load.environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def wait_until(holds, seconds: float = 20) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_of_a_mixed_crowd_gets_its_own_verdict(tmp_path):
    """Honest, wrong, crashing and hanging attempts side by side; nothing grows, nothing is left."""
    expected = load.build(tmp_path / "in", 55)
    done = load.run(tmp_path, load.command(tmp_path / "in"), tmp_path / "out.jsonl")
    assert load.faults(expected, done) == []
    assert load.alone(tmp_path, done, 5) == []
    assert done.code == 1
    assert done.left == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert done.late("command_mb") < done.early("command_mb") + 5
    assert done.late("command_descriptors") <= done.early("command_descriptors") + 4


def test_a_killed_run_is_resumed(tmp_path):
    """After a kill nothing is left running; --resume repairs the cut line and grades the rest."""
    result = load.resumed(tmp_path, 12)
    assert result.killed.code == -signal.SIGKILL
    assert result.killed.left == 0
    assert result.kept >= 4
    paths = [report["attempt"]["path"] for report in result.whole.reports]
    assert sorted(paths) == sorted(map(str, (tmp_path / "resumed" / TOY).iterdir()))
    assert result.whole.code == 1


def test_resume_counts_both_runs_and_grades_what_changed(drill, right, mistake, tmp_path):
    """The exit code and the table are of all; an edited file is graded again, a judge_error too."""
    folder = place(tmp_path, {"ann": right, "bob": mistake("wrong_dim")})
    output = tmp_path / "out.jsonl"
    output.write_text(drill("grade", str(folder), "--json").out)
    again = drill("grade", str(folder), "--json", "--resume", str(output))
    assert (again.code, again.out) == (1, "")
    assert "bob.py" in drill("grade", str(folder), "--resume", str(output)).out
    (folder / TOY / "bob.py").write_text(right)
    output.write_text(output.read_text().replace('"accepted","cases"', '"judge_error","cases"'))
    ran = drill("grade", str(folder), "--json", "--resume", str(output))
    assert ran.code == 0
    assert [json.loads(line)["verdict"] for line in ran.out.splitlines()] == ["accepted"] * 2


@pytest.mark.parametrize("text", ["import torch\n", "import torch", '{"a": 1}\n', "[]\n{"])
def test_resume_refuses_what_is_no_report_and_leaves_it(drill, right, tmp_path, text):
    """Another file is a usage error that names the line, and stays as it is."""
    file = tmp_path / "mine.py"
    file.write_text(text)
    ran = drill("grade", str(place(tmp_path, {"ann": right})), "--resume", str(file))
    assert ran.code == 2
    assert "line 1" in ran.err
    assert file.read_text() == text


def test_resume_from_nothing(drill, right, tmp_path):
    """A missing file is a usage error; an empty one means that all is to be graded."""
    folder = place(tmp_path, {"ann": right})
    missing = drill("grade", str(folder), "--resume", str(tmp_path / "none.jsonl"))
    assert missing.code == 2
    (tmp_path / "empty.jsonl").touch()
    assert drill("grade", str(folder), "--resume", str(tmp_path / "empty.jsonl")).code == 0


def test_a_lost_warm_process_loses_no_attempt(begun, right, mistake, tmp_path):
    """When the warm process dies, another is started and what it was at is graded again."""
    sources = {f"a{n}": f"{right if n % 2 else mistake('wrong_dim')}\n# {n}" for n in range(8)}
    process = begun(place(tmp_path, sources))
    first = process.stdout.readline()
    os.kill(load.children(process.pid)[0], signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    lines = [first, *out.splitlines()]
    got = {Path(r["attempt"]["path"]).stem: r["verdict"] for r in map(json.loads, lines)}
    assert got == {f"a{n}": "accepted" if n % 2 else "wrong_answer" for n in range(8)}
    assert len(lines) == 8
    assert process.returncode == 1
    assert err == b"the warm process ended; grading goes on with another\n"


def test_ctrl_c_ends_hanging_attempts_at_once(begun, tmp_path):
    """An interrupt does not wait for what is running, and leaves nothing."""
    process = begun(place(tmp_path, {f"a{n}": f"{SLEEPER}# {n}" for n in range(4)}))
    wait_until(lambda: (seen := load.look(process.pid)) and seen.workers >= 6)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - began < 1.5
    assert (process.returncode, err) == (130, b"interrupted\n")
    assert load.leftovers(tmp_path) == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_closed_pipe_ends_the_run(begun, right, tmp_path):
    """When nobody reads the reports any more, the rest is not graded."""
    sources = {f"a{n}": f"{right}\n# {n}" for n in range(4)}
    sleepers = {f"b{n}": f"{SLEEPER}# {n}" for n in range(8)}
    process = begun(place(tmp_path, sources | sleepers))
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=12) == 1
    assert load.leftovers(tmp_path) == 0


def test_the_bar_stands_on_the_terminal_and_stdout_is_data(right, tmp_path):
    """With stderr a terminal the bar counts there, and no report strays onto it."""
    ours, theirs = pty.openpty()
    words = load.command(place(tmp_path, {"ann": right, "bob": f"{right}\n"}))
    environment = load.environment(tmp_path) | {"TERM": "xterm"}
    ran = subprocess.run(
        words, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 1)[0]:
        try:
            shown += os.read(ours, 2**16)  # at most 4 kB at a time
        except OSError:  # all is read, and nobody writes any more
            break
    os.close(ours)
    assert b"2/2" in shown
    assert b"accepted" not in shown
    assert {json.loads(line)["verdict"] for line in ran.stdout.splitlines()} == {"accepted"}
