"""history, diff, restore, export and import: what was, and carrying it to another machine."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader import exchange
from grader.model import Verdict
from grader.store import FILE, MIGRATIONS, EventKind, Store
from tests.conftest import Drill
from tests.test_store import report

START = datetime(2025, 1, 1, tzinfo=UTC)


def practise(folder: Path, rng: random.Random, many: int) -> None:
    """Do many things at random moments of one year, on a clock that is set back once."""
    moments = sorted(rng.sample(range(365 * 86400), many))
    moments = moments[many // 3 :] + moments[: many // 3]
    for moment in moments:
        with Store(folder, lambda moment=moment: START + timedelta(seconds=moment)) as store:
            if rng.random() < 0.5:
                store.record(report(), f"source {rng.random()}\n", whole=rng.random() < 0.8)
            else:
                kind = rng.choice(list(EventKind))
                store.note(rng.choice(["toy/softmax", "toy/other"]), kind, "1")


def content(folder: Path) -> list[bytes]:
    """Return everything that is recorded, as export writes it."""
    with Store(folder) as store:
        return list(exchange.write(store.lines()))


def merge(into: Path, lines: list[bytes]) -> int:
    """Import an export."""
    with Store(into) as store:
        return store.merge(list(exchange.read(lines, "it")))


@pytest.mark.parametrize("seed", range(8))
def test_merging_loses_nothing_and_counts_nothing_double(tmp_path, seed):
    """Both directions, twice, and round about: all come to the same record in the same order."""
    rng = random.Random(seed)
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        practise(folder, rng, rng.randrange(12))
    parts = [content(folder) for folder in folders]
    every = set().union(*(part[1:] for part in parts))
    assert len(every) == sum(len(part) - 1 for part in parts)
    a, b, c = folders
    assert merge(a, content(b)) == len(parts[1]) - 1
    assert merge(b, content(a)) == len(parts[0]) - 1
    assert merge(a, content(b)) == 0
    merge(c, content(b))
    merge(a, parts[2])
    merge(b, content(c))
    assert content(a) == content(b) == content(c)
    assert set(content(a)[1:]) == every
    fresh = tmp_path / "fresh"
    merge(fresh, content(a))
    assert content(fresh) == content(a)


def test_a_record_from_before_gets_its_names(tmp_path):
    """What an older drill recorded keeps its order, though its clock was set back, and can go."""
    with Store(tmp_path, migrations=MIGRATIONS[:1]) as store:
        values = "(at, problem, kind, detail) VALUES (?, 'toy/softmax', 'hint', ?)"
        for number, day in enumerate((5, 3, 9)):
            store._write(
                f"INSERT INTO events {values}",
                (datetime(2025, 1, day, tzinfo=UTC).isoformat(), str(number)),
            )
    with Store(tmp_path) as store:
        assert [event.detail for event in store.events()] == ["0", "1", "2"]
        assert [event.at.day for event in store.events()] == [5, 3, 9]
        assert len({line.uid for line in store.lines()}) == 3


BROKEN = {
    "not json": (b"{", "line 2 of it cannot be read"),
    "another file": (b'{"is":"person"}', "line 2 of it cannot be read"),
    "an unknown key": (b'{"is":"event","uid":"1","mood":"good"}', "line 2"),
    "no zone": (
        b'{"is":"event","uid":"1","rank":"2025-01-01T00:00:00Z","at":"2025-01-01T00:00:00",'
        b'"problem":"p","kind":"hint","detail":""}',
        "line 2 of it names no time zone",
    ),
    "deep": (b'{"is":"check","report":' + b"[" * 100_000, "line 2"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_named(case):
    """The line and its fault are said."""
    line, words = BROKEN[case]
    with pytest.raises(exchange.UsageError, match=words):
        list(exchange.read([b'{"is":"drill","schema":1}\n', line], "it"))


def test_another_file_is_refused():
    """A file that does not begin as ours is none of ours; nor is an empty one."""
    event = b'{"is":"event","uid":"1","rank":"2025-01-01T00:00:00Z","at":"2025-01-01T00:00:00Z",'
    event += b'"problem":"p","kind":"hint","detail":""}'
    for lines in ([], [event]):
        with pytest.raises(exchange.UsageError, match="not an export of drill"):
            list(exchange.read(lines, "it"))
    with pytest.raises(exchange.UsageError, match="newer drill"):
        list(exchange.read([b'{"is":"drill","schema":2}'], "it"))


# ---- the commands


def graded(drill: Drill, *sources: str) -> Path:
    """Check these sources, one after the other."""
    path = Path(drill("new", "softmax").out.strip())
    for source in sources:
        path.write_text(source)
        drill("check", "--no-timing")
    return path


def test_export_and_import_between_two_homes(drill, right, mistake, tmp_path):
    """What was done on one machine counts on the other, once."""
    graded(drill, mistake("no_max"), right)
    other = Drill(drill.folder, tmp_path / "other")
    exported = drill("export")
    assert exported.code == 0
    assert drill("export", "-o", "out.jsonl").code == 0
    assert (drill.folder / "out.jsonl").read_text() == exported.out
    first = other("import", "out.jsonl", "--json").json
    assert first == {"schema": 1, "read": 3, "added": 3}
    assert "0 of 3" in other("import", "out.jsonl").err
    assert other("stats", "--json").json == drill("stats", "--json").json
    assert other("history").out == drill("history").out


def test_a_bad_import_changes_nothing(drill, right, tmp_path):
    """One bad line and the whole file is refused, in one line, with exit code 2."""
    graded(drill, right)
    lines = drill("export").out.splitlines()
    bad = drill.folder / "bad.jsonl"
    bad.write_text("\n".join([*lines, "{"]))
    other = Drill(drill.folder, tmp_path / "other")
    ran = other("import", "bad.jsonl")
    assert ran.code == 2
    assert "line 4 of bad.jsonl" in ran.err
    assert "nothing was changed" in ran.err
    assert other("history", "--json").json["checks"] == []
    assert other("import", "nowhere.jsonl").code == 2


def test_diff_shows_what_changed(drill, right, mistake):
    """Between two checks, and between a check and the file now."""
    path = graded(drill, mistake("no_max"), right)
    between = drill("diff", "1", "2")
    assert between.code == 0
    assert "--- check 1, toy/softmax, wrong_answer" in between.out
    assert "+    return torch.exp(scale * x - torch.logsumexp" in between.out
    assert drill("diff", "2").err.strip() == "the two are the same"
    path.write_text("now = 1\n")
    assert "+now = 1" in drill("diff", "2").out
    gone = drill("diff", "7")
    assert (gone.code, gone.err.splitlines()[0]) == (2, "drill: there is no check 7")


def test_restore_keeps_what_is_there(drill, right, mistake):
    """The old source is back, and the file of now beside it."""
    path = graded(drill, right, mistake("no_max"))
    ran = drill("restore", "1")
    assert ran.code == 0
    assert path.read_text() == right
    assert path.with_name("attempt.py.1").read_text() == mistake("no_max")
    assert "nothing was changed" in drill("restore", "1").err
    assert not path.with_name("attempt.py.2").exists()
    path.unlink()
    assert drill("restore", "1").code == 0
    assert path.read_text() == right


def test_history_says_what_it_leaves_out(drill, right):
    """Rows that are not shown are counted."""
    graded(drill, right, right, right)
    assert "the last 2 of 3" in drill("history", "--last", "2").err
    assert drill("history").err == ""


def test_the_merged_file_is_sound(tmp_path):
    """Numbers are this machine's own; names are unique."""
    rng = random.Random(5)
    practise(tmp_path / "a", rng, 10)
    practise(tmp_path / "b", rng, 10)
    merge(tmp_path / "a", content(tmp_path / "b"))
    with sqlite3.connect(tmp_path / "a" / FILE) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        total = "SELECT count(*), count(DISTINCT uid) FROM events"
        assert len(set(db.execute(total).fetchone())) == 1
    db.close()
    with Store(tmp_path / "a") as store:
        assert {c.verdict for c in store.checks()} <= set(Verdict)
