"""Attempts: never overwritten, kept when they must go."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.errors import MachineError, UsageError
from grader.source import read_source
from grader.workspace import attempt_path, keep, problem_at, root_at, scaffold, write_whole

NAMES = ["norms/rms_norm", "norms/layer_norm"]


def test_scaffold_never_overwrites(tmp_path):
    """An existing attempt is refused; with force it is kept beside."""
    path = attempt_path(tmp_path, "norms/rms_norm")
    assert scaffold(path, "stub") is None
    path.write_text("mine")
    with pytest.raises(UsageError, match="left as it is"):
        scaffold(path, "stub")
    assert path.read_text() == "mine"
    kept = scaffold(path, "stub", force=True)
    assert kept is not None
    assert (kept.read_text(), path.read_text()) == ("mine", "stub")


def test_every_kept_copy_has_its_own_name(tmp_path):
    """Copies are numbered and none replaces another."""
    path = tmp_path / "attempt.py"
    copies = []
    for text in ("one", "two", "three"):
        path.write_text(text)
        copies.append(keep(path))
    assert [copy.read_text() for copy in copies] == ["one", "two", "three"]


def test_many_who_keep_at_once_take_different_names(tmp_path):
    """Processes that keep the same file at the same time never replace each other's copy."""
    path = tmp_path / "attempt.py"
    path.write_text("mine")
    code = (
        "import sys; from pathlib import Path; from grader.workspace import keep\n"
        "for _ in range(30): print(keep(Path(sys.argv[1])))\n"
    )
    keepers = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    kept = [name for keeper in keepers for name in keeper.communicate()[0].split()]
    assert len(kept) == len(set(kept)) == 90
    assert {copy.read_text() for copy in tmp_path.iterdir()} == {"mine"}


def test_a_new_file_never_replaces_one(tmp_path):
    """What must be new is refused where something has the name, and leaves no litter."""
    path = tmp_path / "attempt.py"
    write_whole(path, "first", new=True)
    with pytest.raises(FileExistsError):
        write_whole(path, "second", new=True)
    assert path.read_text() == "first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["attempt.py"]


@pytest.mark.skipif(os.name == "nt", reason="needs a file where a folder should be")
def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path):
    """A file in the place of the folder is told as what it is: nothing can be written there."""
    (tmp_path / "norms").write_text("")
    with pytest.raises(MachineError, match="cannot be written"):
        scaffold(attempt_path(tmp_path, "norms/rms_norm"), "stub", force=True)


def test_a_failed_write_leaves_the_old_file(tmp_path):
    """Content that cannot be written changes nothing and leaves no litter."""
    path = tmp_path / "attempt.py"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["attempt.py"]


def test_the_folder_one_stands_in(tmp_path, monkeypatch):
    """The problem and the root follow from the folder."""
    monkeypatch.delenv("DRILL_WORKSPACE", raising=False)
    folder = attempt_path(tmp_path, "norms/rms_norm").parent
    folder.mkdir(parents=True)
    (folder / "attempt.py").write_text("")
    assert problem_at(folder, NAMES) == "norms/rms_norm"
    assert problem_at(tmp_path, NAMES) is None
    assert {root_at(at, NAMES) for at in (folder, folder.parent, tmp_path)} == {tmp_path}
    monkeypatch.setenv("DRILL_WORKSPACE", str(tmp_path / "w"))
    assert root_at(folder, NAMES) == tmp_path / "w"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"def f(:\n", "syntax error in line 1"),
        (b"x = 1\n\tif\n", "syntax error"),
        (b"\x00", "null bytes"),
        (b"#" * (2**20 + 1), "larger"),
        (b"STUB = 1\n", "still the stub"),
        (b"# a comment more\nSTUB  =  1\n", "still the stub"),
    ],
)
def test_what_cannot_be_run_is_told_without_running_it(tmp_path, data, words):
    """Empty, foreign, broken and untouched files say what they are."""
    path = tmp_path / "attempt.py"
    path.write_bytes(data)
    assert words in read_source(path, "STUB = 1").fault


def test_windows_files_are_read(tmp_path):
    """A byte-order mark and CRLF line ends do no harm."""
    path = tmp_path / "attempt.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\r\ny = 2\r\n")
    source = read_source(path, "STUB = 1")
    assert (source.fault, source.text) == ("", "x = 1\ny = 2\n")


def test_a_missing_file_is_a_usage_error(tmp_path):
    """No file, no check."""
    with pytest.raises(UsageError, match="no file"):
        read_source(tmp_path / "attempt.py", "")
