"""What is proposed and what comes next, from tracks alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.choosing import A_DAY, Act, agenda, choose
from grader.schedule import Episode, Grade, Ongoing, Track, remember
from tests.test_schedule import START, TODAY, lawful

AGAIN, HARD, GOOD, EASY = Grade


def days_ago(days: int) -> date:
    """Return a day before today."""
    return TODAY - timedelta(days=days)


def track(problem: str, *reviews: tuple[int, Grade], begun: int | None = None) -> Track:
    """Return a track with reviews, each so many days ago, and perhaps a redo begun."""
    dated = [(days_ago(days), grade) for days, grade in reviews]
    episodes = tuple(
        Episode(None, START - timedelta(days=days), days_ago(days), grade, "")
        for days, grade in reviews
    )
    last = min([days for days, _ in reviews] + ([] if begun is None else [begun]))
    return Track(
        problem,
        episodes,
        None if begun is None else Ongoing(START, days_ago(begun)),
        remember(dated, TODAY),
        passed=bool(reviews),
        last=START - timedelta(days=last),
    )


def of(*tracks: Track) -> dict[str, Track]:
    """Return tracks by their problem."""
    return {one.problem: one for one in tracks}


def proposed(tracks: dict[str, Track], below: dict | None = None) -> list[str]:
    """Return the problems proposed for today."""
    return [due.problem for due in agenda(tracks, below or {}, TODAY).proposed]


# ---- what is due


def test_the_most_forgotten_come_first_and_three_a_day():
    """Of all that is due the three least known; the rest waits, and what is not due is named."""
    tracks = of(*(track(f"a/{n}", (n, GOOD)) for n in (1, 3, 9, 5, 7)), track("b/x", (0, EASY)))
    found = agenda(tracks, {}, TODAY)
    assert [due.problem for due in found.proposed] == ["a/9", "a/7", "a/5"]
    assert [due.problem for due in found.waiting] == ["a/3"]
    assert found.upcoming == ("a/1", TODAY + timedelta(days=1))


def test_what_was_redone_today_counts():
    """A first go is no review, and two redos of one problem are one."""
    due = [track(f"a/{n}", (30 + n, GOOD)) for n in range(5)]
    first = track("b/first", (0, GOOD))
    once, twice = track("b/1", (9, GOOD), (0, GOOD)), track("b/2", (9, GOOD), (0, AGAIN), (0, GOOD))
    assert len(proposed(of(*due, first))) == 3
    assert len(proposed(of(*due, first, once))) == 2
    assert len(proposed(of(*due, first, once, twice))) == 1
    assert agenda(of(*due, once, twice), {}, TODAY).reviewed == 2


def test_a_leech_is_named_with_the_prerequisite_known_least():
    """Forgotten four times is a leech, three times is none."""
    leech = track("a/leech", *((days, AGAIN) for days in (40, 30, 20, 10)))
    below = {"a/leech": ("b/firm", "b/shaky", "b/forgotten"), "a/other": ("b/firm",)}
    firm, shaky = track("b/firm", (1, EASY)), track("b/shaky", (9, HARD))
    other = track("a/other", *((days, AGAIN) for days in (40, 30, 20)))
    dues = agenda(of(leech, firm, shaky, other), below, TODAY).proposed
    found = {due.problem: (due.leech, due.easier) for due in dues}
    assert found["a/leech"] == (True, "b/forgotten")  # never solved
    assert found["a/other"] == (False, None)
    below["a/leech"] = ("b/firm", "b/shaky")
    for grade in (HARD, AGAIN):
        (due,) = agenda(of(leech, firm, track("b/shaky", (0, grade))), below, TODAY).proposed[:1]
        assert (due.leech, due.easier) == (True, "b/shaky" if grade is AGAIN else "b/firm")
    assert agenda(of(leech), {}, TODAY).proposed[0].easier is None


HISTORIES = st.lists(
    st.tuples(st.integers(0, 100), st.sampled_from(list(Grade))), min_size=1, max_size=6
).map(lambda reviews: sorted(reviews, key=lambda review: -review[0]))


@lawful
@given(st.lists(HISTORIES, max_size=12))
def test_law_proposals_are_due_few_and_in_order(histories):
    """Never more than three with those redone today, all of them due, none of them twice."""
    tracks = of(*(track(f"a/{n}", *reviews) for n, reviews in enumerate(histories)))
    found = agenda(tracks, {}, TODAY)
    everything = [*found.proposed, *found.waiting]
    assert len(found.proposed) <= max(0, A_DAY - found.reviewed)
    assert not found.waiting or len(found.proposed) + found.reviewed >= A_DAY
    assert all(due.due <= TODAY for due in everything)
    assert len({due.problem for due in everything}) == len(everything)
    chances = [due.retrievability for due in everything]
    assert chances == sorted(chances)


# ---- what is next


def following(names, tracks=None, **options):
    """Return what is chosen, as (problem, act, why)."""
    tracks = tracks or {}
    found = agenda(tracks, options.get("prerequisites", {}), TODAY)
    choice = choose(names, tracks, found, **options)
    return choice and (choice.problem, choice.act, choice.why)


NAMES = ["a/easy", "a/next", "b/one", "b/two"]


def test_what_one_is_at_comes_first():
    """Then what is due, then what was begun last, then what is new."""
    due, old = track("a/easy", (9, GOOD)), track("b/two", (1, EASY), begun=0)
    tracks = of(due, old, track("b/one", (1, EASY), begun=1))
    assert following(NAMES, tracks, current="b/one")[:2] == ("b/one", Act.CHECK)
    assert following(NAMES, tracks, current="a/next")[:2] == ("a/easy", Act.REVIEW)
    del tracks["a/easy"]
    assert following(NAMES, tracks)[:2] == ("b/two", Act.CHECK)
    assert following(NAMES)[0::2] == ("a/easy", "not begun yet")
    assert following([]) is None


def test_due_says_how_well_it_is_known():
    """The reason is the date and the chance."""
    _, act, why = following(NAMES, of(track("a/easy", (9, GOOD))))
    assert act is Act.REVIEW
    assert why == f"due since {days_ago(7)}; the chance that you still know it is 78%"
    begun = of(track("a/easy", (9, GOOD), begun=1))
    assert following(NAMES, begun) == ("a/easy", Act.CHECK, "its redo is begun")


def test_a_due_leech_sends_back_to_what_it_builds_on():
    """Until that was solved; then the leech itself is next."""
    leech = track("b/two", *((days, AGAIN) for days in (40, 30, 20, 10)))
    below = {"b/two": ("b/one",)}
    problem, act, why = following(NAMES, of(leech), prerequisites=below)
    assert (problem, act) == ("b/one", Act.NEW)
    assert why == "b/two was forgotten 4 times, and builds on it"
    old = track("b/one", (30, EASY))
    assert following(NAMES, of(leech, old), prerequisites=below)[:2] == ("b/one", Act.REVIEW)
    fresh = track("b/one", (1, EASY))
    assert following(NAMES, of(leech, fresh), prerequisites=below)[:2] == ("b/two", Act.REVIEW)


def test_new_problems_wait_for_what_they_build_on():
    """The easiest one whose prerequisites are known; forgotten is not known."""
    below = {"a/easy": ("b/two",), "a/next": ("b/one",)}
    known = of(track("b/one", (1, EASY)))
    assert following(NAMES, known, prerequisites=below) == (
        "a/next",
        Act.NEW,
        "not begun yet, and you know what it builds on: b/one",
    )
    forgotten = of(track("b/one", (0, AGAIN)))
    assert following(NAMES, forgotten, prerequisites=below)[0] == "b/two"
    circle = {name: (name,) for name in NAMES}
    assert following(NAMES, prerequisites=circle)[0] == "a/easy"  # something is better than nothing


def test_the_weakest_topic_comes_first():
    """Half or more of two or more problems hard or forgotten is weak."""
    weak = of(track("b/x", (0, HARD)), track("b/y", (0, AGAIN)), track("a/x", (0, GOOD)))
    assert following(NAMES, weak) == (
        "b/one",
        Act.NEW,
        "new, of your weakest topic: 2 of 2 were hard or forgotten",
    )
    one = of(track("b/x", (0, HARD)), track("a/x", (0, GOOD)))
    assert following(NAMES, one)[0] == "a/easy"


def test_a_path_is_followed_in_its_order():
    """With what has to come before it, and past what is done."""
    path = ("The way", ["b/two", "b/one"])
    assert following(NAMES, path=path) == ("b/two", Act.NEW, "next on the path The way")
    below = {"b/two": ("a/next",), "a/next": ("a/easy",)}
    assert following(NAMES, path=path, prerequisites=below) == (
        "a/easy",
        Act.NEW,
        "b/two is next on the path The way, and builds on it",
    )
    done = of(track("b/two", (0, EASY)))
    assert following(NAMES, done, path=path)[0] == "b/one"
    over = of(track("b/two", (0, EASY)), track("b/one", (0, EASY)))
    assert following(NAMES, over, path=path)[0::2] == ("a/easy", "not begun yet")


@pytest.mark.parametrize("current", [None, "gone/problem"])
def test_what_is_not_in_the_bank_is_never_chosen(current):
    """A problem may have left the bank, though the record has it."""
    gone = of(track("gone/problem", (30, GOOD), begun=0))
    assert following(NAMES, gone, current=current)[0] == "a/easy"


@settings(lawful, max_examples=100)
@given(st.lists(HISTORIES, max_size=4), st.sampled_from(NAMES))
def test_law_something_is_chosen_while_anything_is_new(histories, left):
    """Whatever the record says, and whatever builds on what."""
    names = [name for name in NAMES if name != left]
    tracks = of(*(track(name, *h) for name, h in zip(names, histories, strict=False)))
    below = {name: tuple(other for other in NAMES if other != name) for name in NAMES}
    assert following(NAMES, tracks, prerequisites=below) is not None
