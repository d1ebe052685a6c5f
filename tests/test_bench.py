"""Benches: the arithmetic by hand, a real one of the small problem, and what is shown of it."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as Tree
from html.parser import HTMLParser

import pytest

from cli import charts, page, plots
from cli.render_bench import duration, figure, power, ratio, tick
from grader.bank import Bank
from grader.benching import Plan, bench
from grader.errors import UsageError
from grader.model import Attempt, Pace, Verdict
from grader.roofline import Clocked, Counts, Roof, Row, attainable, rates, trends
from grader.source import Source
from tests.conftest import TOY, TOY_BANK

ROOF = Roof("float32", flops_per_second=1000.0, bytes_per_second=50.0)


def timed(seconds, pace=Pace.SAME):
    return Clocked(seconds, 1.0, 0.9, 1.1, pace)


def row(size, seconds, *, flops=1, solution="attempt", pace=Pace.SAME):
    counts = Counts(flops=flops, moved_bytes=4, peak_bytes=size, kernels=1)
    return Row(solution, "attempt", "float32", size, timed(seconds, pace), counts)


@pytest.mark.parametrize(("intensity", "reached"), [(4.0, 200.0), (20.0, 1000.0), (80.0, 1000.0)])
def test_the_roof_is_the_lower_of_two(intensity, reached):
    """Below 20 FLOP a byte the copy bounds, above it the product: 1000 / 50 = 20."""
    assert attainable(ROOF, intensity) == reached


def test_rates_are_counts_over_seconds():
    """40 FLOP and 10 bytes in half a second: 80 FLOP/s of the 200 that 4 FLOP a byte allow."""
    found = rates(timed(0.5), Counts(40, 10, 0, 1), ROOF)
    assert (found.flops_per_second, found.bytes_per_second) == (80.0, 20.0)
    assert (found.intensity, found.share) == (4.0, 0.4)
    assert rates(timed(0.5), Counts(40, 10, 0, 1), None).share is None
    assert rates(timed(0.5), Counts(0, 10, 0, 1), ROOF) is None


def test_trends_are_fitted_by_solution():
    """Time that quadruples as the size doubles is its square; a call that did not end is out."""
    rows = [row(size, size**2 * 1e-6, flops=size) for size in (10, 20, 40)]
    rows += [row(10, 1.0, solution="slow"), row(20, 5.0, solution="slow", pace=Pace.ENDED)]
    own, slow = trends(rows)
    assert (own.solution, own.seconds, own.flops, own.peak_bytes) == ("attempt", 2.0, 1.0, 1.0)
    assert slow.seconds is None
    assert slow.flops == 0.0


# ---- what is shown ------------------------------------------------------------------------


def test_figures_say_three_digits():
    """Times, ratios and exponents are short and not rounded away."""
    assert [duration(s) for s in (2.5, 0.00123, 4.5e-5, 3e-8)] == [
        *("2.50 s", "1.23 ms", "45.0 µs", "30.0 ns")
    ]
    assert [figure(n) for n in (1234.5, 12.34, 0.5, 0.01234)] == ["1234", "12.3", "0.50", "0.012"]
    assert [tick(w) for w in ("1.00 ms", "30.0 ms", "100 ms", "0.10")] == [
        *("1 ms", "30 ms", "100 ms", "0.1")
    ]
    assert [power("n", e) for e in (1.96, -0.01, None)] == ["^2.0", "^0.0", "-"]
    assert ratio(Clocked(1.0, 1.5, 1.4, 1.61, Pace.SLOWER)) == "1.50x (1.40-1.61)"
    assert ratio(Clocked(5.0, 40.0, 40.0, 40.0, Pace.ENDED)) == "more than 40x"
    assert ratio(Clocked(5.0, 40.0, 40.0, 40.0, Pace.SLOWER)) == "40x in one call"


def test_ticks_are_round_and_inside():
    """1, 2, 5 over a narrow range, fewer over a wide one, powers of two for bytes."""
    assert plots.decades([0.003, 0.04]) == [0.005, 0.01, 0.02]
    assert plots.decades([0.002, 0.4]) == [0.003, 0.01, 0.03, 0.1, 0.3]
    near = charts.axis("", [10.0, 20.0], str, room=1.0)
    assert [value for value, _ in near.ticks] == [10.0, 20.0]
    far = charts.axis("", [1.0, 1000.0], str, room=1.0)
    assert [value for value, _ in far.ticks] == [1.0, 10.0, 100.0, 1000.0]
    binary = charts.axis("", [2**10, 2**16], str, room=1.0, binary=True)
    assert [value for value, _ in binary.ticks] == [2.0**n for n in range(10, 17)]


def test_a_point_is_drawn_where_it_belongs():
    """The middle of a logarithmic axis is the geometric mean; up is small."""
    x, y = charts.Axis("", 1.0, 100.0, ()), charts.Axis("", 1.0, 10_000.0, ())
    left, down = charts.place(x, y, 10.0, 10_000.0)
    assert left == (charts.LEFT + charts.WIDTH - charts.RIGHT) / 2
    assert down == charts.TOP


def test_the_roof_turns_at_the_ridge():
    """A slope of 50 under 1000 turns at 20, where both are the roof."""
    x, y = charts.Axis("", 1.0, 400.0, ()), charts.Axis("", 1.0, 1000.0, ())
    shape = Tree.fromstring(charts.roof(x, y, 50.0, 1000.0, ("copy", "matmul"))[0])
    corners = [tuple(map(float, pair.split(","))) for pair in shape.attrib["points"].split()]
    wanted = [charts.place(x, y, *point) for point in ((1, 50), (20, 1000), (400, 1000))]
    assert corners == [pytest.approx(place, abs=0.06) for place in wanted]


# ---- a real bench -------------------------------------------------------------------------

BREAKS = """{right}

_whole = row_softmax


def row_softmax(x, scale=1.0):
    if len(x) == {size}:
        raise RuntimeError("too large for me")
    return _whole(x, scale)
"""


def test_a_solution_that_fails_at_a_size_has_a_row_that_says_so(pool, toy, right):
    """The others are measured at that size all the same, and so is it at the other sizes."""
    source = Source(Attempt("/somewhere/attempt.py", ""), BREAKS.format(right=right, size=50))
    told = []
    plan = Plan((32, 50, 128), device="cpu", seed=3, seconds=0.05)
    found = bench(pool, toy, source, plan, lambda done, what: told.append((done, what)))
    assert found.verdict is Verdict.ACCEPTED
    assert [row.size for row in found.of("float32", "attempt")] == [32, 50, 128]
    small, broken, large = found.of("float32", "attempt")
    assert all(row.time and row.counts and not row.fault for row in (small, large))
    assert (broken.time, broken.counts) == (None, None)
    assert broken.fault.endswith("RuntimeError: too large for me")
    others = {row.solution for row in found.rows if row.size == 50 and row.time}
    assert others == {"reference", "by_logsumexp", "builtin"}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] < 1


def test_where_the_reference_cannot_run_nothing_is_timed(pool, toy, tmp_path):
    """Every row of that size says so; the other sizes are as they would be."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    reference = tmp_path / "bank" / "solutions" / TOY / "reference.py"
    reference.write_text(BREAKS.format(right=toy.reference.source, size=128))
    exercise = Bank(tmp_path / "bank").load(TOY)
    found = bench(pool, exercise, None, Plan((64, 128), device="cpu", seconds=0.05))
    assert all(row.time for row in found.rows if row.size == 64)
    assert {(row.solution, row.fault) for row in found.rows if row.size == 128} == {
        ("reference", "its benchmark ended (died): RuntimeError: too large for me"),
        ("by_logsumexp", "the reference has no time"),
        ("builtin", "the reference has no time"),
    }


def test_the_roofs_are_of_this_run(pool, toy):
    """A matmul and a copy are timed, and a share of peak is what they allow of the FLOP/s."""
    found = bench(pool, toy, None, Plan((64,), device="cpu", seed=3, seconds=0.05))
    (roof,) = found.roofs
    assert roof.bytes_per_second > 1e8
    assert roof.flops_per_second > roof.bytes_per_second  # so it is on every machine
    for row in found.rows:
        assert row.rates.flops_per_second == row.counts.flops / row.time.seconds
        wanted = row.rates.flops_per_second / attainable(roof, row.rates.intensity)
        assert row.rates.share == pytest.approx(wanted)
    assert found.attempt is None
    assert found.verdict is None


# ---- the command --------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects the tags of a page, and complains of one that is not closed."""

    VOID = ("meta",)

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_bench_shows_a_table_a_plot_and_a_page(drill, right):
    """In a pipe nothing is cut or coloured; the page stands alone, with four charts."""
    path = drill.folder / "answer.py"
    path.write_text(right)
    sizes = ("--sizes", "32,160,800")  # so far apart that the time grows on a busy machine too
    words = ("--file", "answer.py", "--seconds", "0.05", "--html", "out.html")
    ran = drill("bench", TOY, *words, *sizes)
    assert ran.code == 0, ran.err
    for name in ("attempt", "reference", "by_logsumexp", "builtin"):
        assert len(re.findall(rf"^ +\d* +{name} .* [µm]s .*x \(.*%$", ran.out, re.MULTILINE)) == 3
        assert re.search(rf"{name} ~ rows\^\d", ran.out)
    assert "this run's peaks" in ran.out
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    text = (drill.folder / "out.html").read_text()
    read = Page(text)
    assert read.tags.count("svg") == 4
    assert read.links == []
    assert "script" not in read.tags
    assert "http" not in text.replace("http-equiv", "")
    assert read.tags.count("circle") == 4 * 4 * 3  # charts, solutions, sizes


def test_bench_json_is_one_versioned_object(drill):
    """Without an attempt the bank's own answers are benched, at the sizes and dtypes asked for."""
    words = ("--json", "--sizes", "16", "--dtype", "float64,bfloat16", "--seconds", "0.05")
    ran = drill("bench", TOY, *words)
    assert ran.code == 0, ran.err
    assert ran.out.count("\n") == 1
    found = ran.json
    assert (found["schema"], found["problem"], found["attempt"]) == (1, TOY, None)
    assert (found["axis"], found["sizes"]) == ("rows", [16])
    assert {(row["dtype"], row["size"]) for row in found["rows"]} == {
        *(("float64", 16), ("bfloat16", 16))
    }
    assert [roof["dtype"] for roof in found["roofs"]] == ["float64", "bfloat16"]
    kinds = [row["kind"] for row in found["rows"][:3]]
    assert kinds == ["reference", "alternative", "builtin"]
    row = found["rows"][1]
    assert set(row["time"]) == {"seconds", "ratio", "low", "high", "pace"}
    assert set(row["counts"]) == {"flops", "moved_bytes", "peak_bytes", "kernels"}
    assert set(row["rates"]) == {"flops_per_second", "bytes_per_second", "intensity", "share"}
    assert {trend["solution"] for trend in found["trends"]} == {
        *("reference", "by_logsumexp", "builtin")
    }


def test_a_wrong_attempt_is_not_timed(drill, mistake):
    """One line says so, with the exit code of the verdict; no page is written."""
    (drill.folder / "answer.py").write_text(mistake("wrong_dim"))
    ran = drill("bench", TOY, "--file", "answer.py", "--html", "out.html")
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    assert "wrong answer" in ran.out
    assert not (drill.folder / "out.html").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--sizes", "64,x"), "'x' is no size"),
        (("--sizes", "0"), "'0' is no size"),
        (("--dtype", "float33"), "there is no dtype 'float33'"),
        (("--device", "tpu"), "there is no device 'tpu'"),
        (("--html", "no/where.html"), "there is no folder"),
        (("--file", "none.py"), "there is no file"),
    ],
)
def test_what_bench_cannot_be_asked(drill, words, says):
    """Bad input is one line and exit code 2."""
    ran = drill("bench", TOY, *words)
    assert ran.code == 2
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_sizes_want_an_axis(pool, tmp_path):
    """A benchmark of one size is not asked for others, and is benched without a plot."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    tests = tmp_path / "bank" / "problems" / TOY / "hidden_tests.py"
    tests.write_text(tests.read_text().replace("@pytest.mark.sizes(rows=(32, 64, 128))\n", ""))
    exercise = Bank(tmp_path / "bank").load(TOY)
    with pytest.raises(UsageError, match="has one size"):
        bench(pool, exercise, None, Plan(sizes=(8,), device="cpu"))
    found = bench(pool, exercise, None, Plan(device="cpu", seconds=0.05))
    assert [row.size for row in found.rows] == [None] * 3
    assert found.trends == ()
    assert list(plots.growth(found, width=80, pretty=False)) == []
    assert page.page(found).count("<svg") == 1
