"""The installed command, from an empty folder, in a pipe."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.store import FILE
from tests.conftest import TOY, TOY_BANK, Drill


def begin(drill: Drill, source: str | None = None) -> Path:
    """Scaffold the toy problem, and write an answer where one is given."""
    path = Path(drill("new", "softmax").out.strip())
    if source is not None:
        path.write_text(source)
    return path


def test_bare_drill_is_one_screen_with_the_next_command(drill):
    """Without words the command says what to do next."""
    ran = drill()
    assert ran.code == 0
    assert "0 of 1 problems solved" in ran.out
    assert f"drill new {TOY}" in ran.out
    assert len(ran.out.splitlines()) < 10


def test_new_prints_the_path_alone_on_stdout(drill):
    """Stdout is the path, stderr the statement."""
    ran = drill("new", "softmax")
    assert ran.code == 0
    assert ran.out == f"{drill.folder}/toy/softmax/attempt.py\n"
    assert "Softmax of rows" in ran.err
    assert "row_softmax(x, scale=1.0)" in ran.err
    assert "NotImplementedError" in Path(ran.out.strip()).read_text()


def test_new_never_overwrites(drill):
    """A second start is refused and names --force, which keeps the old file."""
    path = begin(drill, "mine = 1\n")
    ran = drill("new", "softmax")
    assert ran.code == 2
    assert "--force" in ran.err
    assert path.read_text() == "mine = 1\n"
    assert drill("new", "softmax", "--force").code == 0
    assert path.with_name("attempt.py.1").read_text() == "mine = 1\n"


def test_new_edit_opens_the_editor(drill):
    """--edit hands the file to $VISUAL."""
    ran = drill("new", "softmax", "--edit", VISUAL="touch -d 2001-01-01")
    path = Path(ran.out.strip())
    assert time.localtime(path.stat().st_mtime).tm_year == 2001
    assert drill("new", "softmax", "--edit", "--force", VISUAL="", EDITOR="").code == 2


def test_the_main_job(drill, right, mistake):
    """A stub, a mistake and a right answer get their verdicts, and the record knows them."""
    path = begin(drill)
    untouched = drill("check")
    assert untouched.code == 1
    assert "still the stub" in untouched.out

    path.write_text(mistake("no_max"))
    wrong = drill("check", "--seed", "5")
    assert wrong.code == 1
    assert "wrong answer" in wrong.out
    assert "Logits of a thousand stay finite." in wrong.out
    assert "You do not subtract the maximum" in wrong.out
    assert "edges 1/2" in wrong.out
    assert "drill check toy/softmax -k test_extreme --seed 5" in wrong.out

    path.write_text(right)
    passed = drill("check")
    assert passed.code == 0
    assert "accepted" in passed.out
    assert "the reference" in passed.out
    assert "FLOP" in passed.out

    assert "1 of 1 solved" in drill("stats").out
    listed = drill("history", "--json").json["checks"]
    assert [check["verdict"] for check in listed] == ["invalid", "wrong_answer", "accepted"]
    assert [check["mistake"] for check in listed] == [None, "no_max", None]


def test_check_json_is_one_versioned_object(drill, mistake):
    """The fields are those that are promised, on one line, with the exit code of the verdict."""
    begin(drill, mistake("wrong_dim"))
    ran = drill("check", "--json", "--seed", "3", "--no-timing")
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    report = ran.json
    assert report["schema"] == 1
    assert (report["problem"], report["device"], report["seed"]) == (TOY, "cpu", 3)
    assert report["verdict"] == "wrong_answer"
    assert set(report["attempt"]) == {"path", "sha256"}
    assert report["dtypes"] == ["float32"]
    case = report["cases"][0]
    assert {"name", "rung", "verdict", "says", "message", "seconds"} <= set(case)
    assert report["diagnosis"]["mistake"] == "wrong_dim"
    assert report["timing"] is None
    assert report["cost"] is None
    assert set(report["versions"]) == {"drill", "python", "torch"}


def test_check_json_of_a_pass_has_timing_and_cost(drill, right):
    """A pass carries its ratio with an interval, and its exact cost."""
    begin(drill, right)
    report = drill("check", "--json").json
    assert set(report["timing"]) == {
        *("ratio", "low", "high", "attempt_seconds", "reference_seconds"),
        *("pace", "noise", "builtin_seconds", "device_seconds"),
    }
    assert {"flops", "peak_bytes", "kernels"} <= set(report["cost"])
    assert set(report["cost"]["flops"]) == {"attempt", "reference"}


def test_check_any_file_without_a_workspace(drill, right, tmp_path):
    """--file grades a file anywhere; the problem may follow from its path."""
    loose = tmp_path / "answer.py"
    loose.write_text(right)
    assert drill("check", "softmax", "--file", str(loose), "--no-timing").code == 0
    placed = tmp_path / "toy" / "softmax.py"
    placed.parent.mkdir()
    placed.write_text(right)
    assert drill("check", "--file", str(placed), "--no-timing").code == 0
    assert drill("check", "softmax", "--file", str(tmp_path / "none.py")).code == 2


def test_a_named_file_and_chosen_cases_are_told_as_that(drill, right, mistake, tmp_path):
    """The command to run again names the file; a part of the cases is not called accepted."""
    path = tmp_path / "my answer.py"
    path.write_text(mistake("no_max"))
    ran = drill("check", "softmax", "--file", str(path), "--no-timing", "--seed", "5")
    assert f"-k test_extreme --seed 5 --file '{path}'" in ran.out
    path.write_text(right)
    ran = drill("check", "softmax", "--file", str(path), "--no-timing", "-k", "test_values")
    assert (ran.code, "passes the 2 chosen cases" in ran.out) == (0, True)
    assert "accepted" not in ran.out


def test_a_page_wants_a_folder(drill, tmp_path):
    """No folder is made for a page; it is said that there is none."""
    ran = drill("stats", "--html", str(tmp_path / "none/page.html"))
    assert (ran.code, "there is no folder" in ran.err) == (2, True)
    assert not (tmp_path / "none").exists()


def test_the_problem_follows_from_the_folder(drill, right):
    """Inside a problem's folder no name is needed; elsewhere the current one is meant."""
    path = begin(drill, right)
    assert drill("check", "--no-timing", cwd=path.parent).code == 0
    elsewhere = drill.folder / "else"
    elsewhere.mkdir()
    assert drill("check", "--no-timing", cwd=elsewhere).code == 0


def test_nothing_in_progress_is_a_usage_error(drill):
    """Without any problem the command says how to start one."""
    ran = drill("check")
    assert ran.code == 2
    assert "drill new" in ran.err


@pytest.mark.parametrize("command", ["new", "check", "show", "hint", "solution", "reset"])
def test_an_unknown_problem_exits_2_with_the_nearest(drill, command):
    """A typo is answered with what there is."""
    ran = drill(command, "sofmtax_x")
    assert ran.code == 2
    assert TOY in ran.err
    assert "Traceback" not in ran.err


def test_absent_device_exits_4(drill, right):
    """A device that is absent is the machine's fault, with what there is."""
    begin(drill, right)
    ran = drill("check", "--device", "mps")
    assert ran.code == 4
    assert "there is: cpu" in ran.err
    assert drill("check", "--device", "tpu").code == 2


def test_errors_are_json_too(drill):
    """With --json an error is one object on stdout."""
    ran = drill("check", "nothing", "--json")
    assert ran.code == 2
    assert ran.json["error"]["kind"] == "usage"
    assert ran.json["schema"] == 1


MISUSED = {
    "check --sed 3": ("no such option: --sed", "did you mean --seed? drill check -h"),
    "check --seed x": ("invalid value for '--seed': 'x' is not a whole number", "drill check -h"),
    "check --seed -4": ("invalid value for '--seed': -4 is not in the range", "drill check -h"),
    "check --seed": ("option '--seed' requires an argument", "drill"),
    "check a b": ("got unexpected extra argument", "drill check -h"),
    "new": ("missing argument 'PROBLEM'", "drill new -h"),
    "grade nowhere --jobs 0": ("invalid value for '--jobs'", "drill grade -h"),
    "chek": ("no such command 'chek'", "did you mean 'check'? drill -h"),
    "--nonsense": ("no such option: --nonsense", "drill -h"),
}


@pytest.mark.parametrize("words", MISUSED)
def test_words_that_no_command_takes(drill, words):
    """What typer finds wrong is told as our own errors are, in words and as JSON, with exit 2."""
    message, remedy = MISUSED[words]
    plain = drill(*words.split())
    assert (plain.code, plain.out) == (2, "")
    first, second = plain.err.splitlines()
    assert first.startswith(f"drill: {message}")
    assert second.startswith(f"  {remedy}")
    asked = drill(*words.split()[:1], "--json", *words.split()[1:])
    error = asked.json["error"]
    assert (asked.code, asked.json["schema"], error["kind"]) == (2, 1, "usage")
    if words != "new":  # which takes no --json: that is what is wrong then
        assert first == f"drill: {error['message']}"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"def row_softmax(x, scale=1.0)\n    return x", "syntax error in line 1"),
        (b"import nowhere", "ModuleNotFoundError"),
        (b"x = 1", "row_softmax is not defined"),
        (b"row_softmax = 1", "not callable"),
    ],
)
def test_bad_files_get_one_clear_line_and_are_kept(drill, source, words):
    """A file that cannot be run says why and is left as it is."""
    path = begin(drill)
    path.write_bytes(source)
    ran = drill("check")
    assert ran.code == 1
    assert words in ran.out
    assert "Traceback" not in ran.out + ran.err
    assert path.read_bytes() == source


def test_a_missing_attempt_exits_2(drill):
    """An attempt that was deleted is missed, not invented."""
    begin(drill).unlink()
    assert drill("check").code == 2


def test_list_and_filters(drill):
    """The list is data on stdout and can be filtered."""
    assert TOY in drill("list").out
    assert drill("list", "--json").json["problems"][0]["status"] == "new"
    for words in (["--difficulty", "hard"], ["--minutes", "1"], ["--status", "solved"], ["zzz"]):
        ran = drill("list", *words)
        assert (ran.code, ran.out) == (0, "")
    assert drill("list", "--difficulty", "impossible").code == 2


def test_show_hint_solution(drill, right):
    """The statement, one hint after the other, and the solution once it is earned."""
    begin(drill)
    assert "Softmax of rows" in drill("show").out
    assert drill("show", "--json").json["entry_points"] == ["row_softmax(x, scale=1.0)"]
    first, second = drill("hint").out, drill("hint").out
    assert "Hint 1 of 3" in first
    assert "Hint 2 of 3" in second
    assert drill("hint", "--all").out.count("Hint") == 3
    refused = drill("solution")
    assert refused.code == 2
    assert "--give-up" in refused.err
    assert refused.out == ""
    shown = drill("solution", "--give-up")
    assert "the reference" in shown.out
    assert "no_max" in shown.out
    assert "Why subtract the maximum?" in shown.out


def test_solution_after_a_pass(drill, right):
    """A solved problem shows its solution without giving up."""
    begin(drill, right)
    drill("check", "--no-timing")
    assert drill("solution").code == 0


def test_reset_keeps_the_old_file(drill):
    """Without a terminal reset wants --yes; the old file stays beside the stub."""
    path = begin(drill, "mine = 1\n")
    assert drill("reset").code == 2
    assert path.read_text() == "mine = 1\n"
    assert drill("reset", "--yes").code == 0
    assert "NotImplementedError" in path.read_text()
    assert path.with_name("attempt.py.1").read_text() == "mine = 1\n"


def test_grade_a_folder(drill, right, mistake, tmp_path):
    """Every attempt under a folder gets a report line; the exit code says whether all passed."""
    (tmp_path / "in" / TOY).mkdir(parents=True)
    (tmp_path / "in" / TOY / "ann.py").write_text(right)
    (tmp_path / "in" / TOY / "bob.py").write_text(mistake("wrong_dim"))
    (tmp_path / "in" / f"{TOY}.py").write_text("import os; os._exit(0)")
    ran = drill("grade", str(tmp_path / "in"), "--json", "--jobs", "2")
    assert ran.code == 1
    reports = {Path(r["attempt"]["path"]).name: r for r in map(json.loads, ran.out.splitlines())}
    assert {name: r["verdict"] for name, r in reports.items()} == {
        "ann.py": "accepted",
        "bob.py": "wrong_answer",
        "softmax.py": "invalid",
    }
    table = drill("grade", str(tmp_path / "in")).out
    assert "bob.py" in table
    assert drill("grade", str(drill.folder)).code == 2


def test_doctor_names_versions_devices_and_protections(drill):
    """The description can be pasted into a report."""
    ran = drill("doctor")
    assert ran.code == 0
    for words in ("torch", "device    cpu", str(drill.home), "separate processes"):
        assert words in ran.out
    machine = drill("doctor", "--json").json
    assert machine["schema"] == 1
    off = {layer for layer, on in machine["protections"].items() if not on}
    assert set(machine["not_promised"]) == off
    for words in machine["not_promised"].values():
        assert f"not promised: {words}" in ran.out


def test_verify_a_sound_and_a_broken_bank(drill, tmp_path):
    """The toy bank is clean; a planted fault is found and ends with 1."""
    assert drill("verify", "--seeds", "2").code == 0
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    path = tmp_path / "bank" / "problems" / TOY / "problem.yaml"
    path.write_text(path.read_text().replace("title:", "titel:"))
    ran = drill("verify", "--json", DRILL_BANK=str(tmp_path / "bank"))
    assert ran.code == 1
    assert "did you mean 'title'" in ran.json["problems"][0]["findings"][0]["message"]


def test_verify_leaves_out_what_is_unchanged(drill, tmp_path):
    """The second run recalls the first; --full, a name and a change run the problem again."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    own = {"DRILL_BANK": str(tmp_path / "bank")}
    first = drill("verify", **own)
    assert first.code == 0
    assert "1 problems verified, 0 findings" in first.out
    assert "24 mutants, 24 killed (100.0%), 0 equivalent" in first.out
    assert "0 problems verified, 1 (=) unchanged since, 0 findings" in drill("verify", **own).out
    for words in (["--full"], [TOY], ["--seeds", "21"]):
        ran = drill("verify", *words, "--no-mutants", "--jobs", "1", "--json", **own).json
        assert not ran["problems"][0]["unchanged"]
        assert ran["mutation"] is None
    recalled = drill("verify", "--json", **own).json
    assert recalled["problems"][0]["unchanged"]
    assert recalled["mutation"]["killed"] == 24


def test_a_broken_problem_does_not_spoil_check(drill, tmp_path):
    """A problem whose YAML is broken is an error of the bank, in one line, exit 3."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    (tmp_path / "bank" / "problems" / TOY / "problem.yaml").write_text("title: [")
    ran = drill("show", TOY, DRILL_BANK=str(tmp_path / "bank"))
    assert ran.code == 3
    assert "problem.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_new_problem_writes_a_skeleton_that_loads(drill, tmp_path):
    """An author starts from files that are sound but for their words."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    own = {"DRILL_BANK": str(tmp_path / "bank")}
    assert drill("new-problem", "toy/twice", **own).code == 0
    assert drill("show", "toy/twice", **own).code == 0
    assert drill("new-problem", "toy/twice", **own).code == 2
    assert drill("new-problem", "Toy", **own).code == 2
    findings = drill("verify", "toy/twice", "--seeds", "2", "--json", **own).json["problems"][0]
    kinds = {(finding["check"], finding["subject"]) for finding in findings["findings"]}
    assert ("solutions", "mistakes") in kinds


def test_unusable_data_folder_exits_4(drill):
    """A home that cannot be used is named with the way out; the attempt is untouched."""
    drill.home.write_text("a file where the folder should be")
    ran = drill("new", "softmax")
    assert ran.code == 4
    assert "DRILL_HOME" in ran.err
    assert "Traceback" not in ran.err


def test_corrupt_record_is_moved_aside_and_told(drill):
    """A broken record is kept under another name, and practice goes on."""
    begin(drill)
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (drill.home / name).unlink(missing_ok=True)
    (drill.home / FILE).write_bytes(b"garbage" * 1000)
    ran = drill("stats")
    assert ran.code == 0
    assert "corrupt" in ran.err
    assert list(drill.home.glob("*.corrupt-*"))


def test_no_colour_and_no_cut_names_in_a_pipe(drill):
    """Without a terminal there is no escape sequence."""
    for words in (["list"], ["stats"], ["--help"], ["show", TOY]):
        assert "\x1b" not in drill(*words).out


def test_a_closed_pipe_is_quiet(drill):
    """`drill list | head -0` prints no traceback."""
    command = f"{sys.executable} -m cli.app show softmax | true"
    done = subprocess.run(
        ["bash", "-c", command],
        env=drill.environment,
        cwd=drill.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_ctrl_c_exits_130_and_leaves_no_process(drill):
    """An interrupted check ends at once with its own exit code, and nothing stays behind."""
    begin(drill, "import time\ndef row_softmax(x, scale=1.0): time.sleep(60)\n")
    command = subprocess.Popen(
        [str(Path(sys.executable).with_name("drill")), "check"],
        cwd=drill.folder,
        env=drill.environment | {"MARK": "x"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(3)
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=20)
    assert command.returncode == 130
    assert "Traceback" not in err
    time.sleep(0.3)
    assert not _children_of(command.pid)


def _children_of(session: int) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            found.append(folder.name)
    return found


def test_version_and_help(drill):
    """The version is one line; help lists every command."""
    assert drill("--version").out.startswith("drill ")
    shown = drill("--help").out
    for command in ("new", "check", "list", "show", "hint", "solution", "reset", "stats"):
        assert f"  {command} " in shown


def test_an_unexpected_fault_is_ours(drill, tmp_path):
    """A bug of drill's own is told as one, keeps its details, and exits 3."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    (tmp_path / "bank" / "solutions" / TOY / "reference.py").write_text("raise OSError('gone')\n")
    path = begin(drill, "def row_softmax(x, scale=1.0):\n    return x\n")
    ran = drill("check", "--file", str(path), "softmax", DRILL_BANK=str(tmp_path / "bank"))
    assert ran.code == 3
    assert "reference" in ran.err
    assert path.exists()
