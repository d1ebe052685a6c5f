"""The schedule: what is graded how, when it comes back, and the laws that hold of any history."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model import Verdict
from grader.schedule import (
    LONGEST,
    UNDO,
    Brief,
    Grade,
    Track,
    follow,
    graded,
    longest,
    remember,
)
from grader.store import Deed, EventKind

NAME = "a/b"
BRIEF = Brief(minutes=20, hints=3)
START = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = START.date()
RIGHT, WRONG, INVALID = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.INVALID
BEGUN, HINT, SOLUTION, RATED = (
    EventKind.STARTED,
    EventKind.HINT,
    EventKind.SOLUTION,
    EventKind.RATED,
)


def story(*steps: tuple, problem: str = NAME) -> list[Deed]:
    """Return deeds from (minutes after the one before, what, detail)."""
    at, deeds = START, []
    for minutes, what, *detail in steps:
        at += timedelta(minutes=minutes)
        usual = "whole" if isinstance(what, Verdict) else ""
        deeds.append(Deed(at, problem, what, *(detail or [usual])))
    return deeds


def tracked(deeds: list[Deed], today: date = TODAY, interview: date | None = None) -> Track:
    """Return the track of the one problem."""
    found = follow(deeds, lambda _: BRIEF, today, interview, UTC)
    return found.get(NAME, Track(NAME))


def grades(deeds: list[Deed]) -> list[tuple[Grade, str]]:
    """Return what every episode earned and why."""
    return [(episode.earned, episode.reason) for episode in tracked(deeds).episodes]


DAY = 24 * 60


# ---- grades


@pytest.mark.parametrize(
    ("facts", "grade", "reason"),
    [
        ((0, 0, 600), Grade.EASY, "passed first time, 10 of 20 minutes"),
        ((0, 0, 601), Grade.GOOD, "passed first time, 10 of 20 minutes"),
        ((0, 0, 1200), Grade.GOOD, "passed first time, 20 of 20 minutes"),
        ((0, 0, None), Grade.GOOD, "passed first time"),
        ((1, 0, 300), Grade.GOOD, "1 failed check, 5 of 20 minutes"),
        ((2, 0, 300), Grade.HARD, "2 failed checks"),
        ((0, 1, 300), Grade.HARD, "1 hint"),
        ((0, 2, 300), Grade.HARD, "2 hints"),
        ((3, 2, 5700), Grade.HARD, "2 hints, 3 failed checks, 95 minutes, 20 minutes are given"),
        ((0, 0, 3 * 86400), Grade.HARD, "3 days, 20 minutes are given"),
        ((0, 3, 300), Grade.AGAIN, "all 3 hints"),
    ],
)
def test_a_grade_follows_from_the_facts(facts, grade, reason):
    """Failed checks, hints and the time against the minutes make it, and are its reason."""
    failed, hints, seconds = facts
    found = graded(BRIEF, failed=failed, hints=hints, seconds=seconds)
    assert found == (grade, reason)


def test_an_episode_ends_with_its_first_pass():
    """What is checked after it, without a fresh stub, is no review."""
    first = story((0, BEGUN), (15, RIGHT))
    assert grades(first) == [(Grade.GOOD, "passed first time, 15 of 20 minutes")]
    more = story((0, BEGUN), (15, RIGHT), (1, WRONG), (DAY, RIGHT), (1, HINT, "1"))
    assert grades(more) == grades(first)
    assert tracked(more).ongoing is None


def test_what_is_no_failed_check():
    """Typos, faults of ours and parts of the cases do not count, in either direction."""
    parts = [(1, INVALID), (1, Verdict.JUDGE_ERROR), (1, WRONG, "partial"), (1, RIGHT, "partial")]
    assert grades(story((0, BEGUN), *parts, (11, RIGHT))) == [
        (Grade.GOOD, "passed first time, 15 of 20 minutes")
    ]


def test_a_shown_solution_is_forgotten():
    """Giving up ends the episode, and typing the solution in is no pass of it."""
    assert grades(story((0, BEGUN), (5, SOLUTION, "gave_up"), (5, RIGHT))) == [
        (Grade.AGAIN, "the solution was shown")
    ]
    assert grades(story((0, SOLUTION, "gave_up"))) == [(Grade.AGAIN, "the solution was shown")]
    after = story((0, BEGUN), (15, RIGHT), (1, SOLUTION, "passed"))
    assert [grade for grade, _ in grades(after)] == [Grade.GOOD]


def test_a_fresh_stub_begins_a_review():
    """On a later day with all forgiven; on the same day what was tried or shown still counts."""
    later = story((0, BEGUN), (1, WRONG), (1, WRONG), (1, HINT, "1"), (DAY, BEGUN), (5, RIGHT))
    assert [grade for grade, _ in grades(later)] == [Grade.EASY]
    same = story((0, BEGUN), (1, WRONG), (1, WRONG), (1, HINT, "1"), (9, BEGUN), (5, RIGHT))
    assert grades(same) == [(Grade.HARD, "1 hint, 2 failed checks")]
    idle = story((0, BEGUN), (60, BEGUN), (5, RIGHT))
    assert grades(idle) == [(Grade.EASY, "passed first time, 5 of 20 minutes")]
    again = story((0, BEGUN), (5, RIGHT), (DAY, EventKind.RESET), (12, RIGHT))
    assert [grade for grade, _ in grades(again)] == [Grade.EASY, Grade.GOOD]


def test_a_first_go_needs_no_start():
    """What a notebook or --file grades counts, without a time; hints before the start do too."""
    assert grades(story((0, WRONG), (5, RIGHT))) == [(Grade.GOOD, "1 failed check")]
    assert grades(story((0, HINT, "1"), (1, BEGUN), (5, RIGHT))) == [(Grade.HARD, "1 hint")]


def test_a_clock_set_back_gives_no_time():
    """A pass before its start is a pass, and no day comes before the one before it."""
    deeds = story((0, BEGUN), (-3 * DAY, RIGHT), (0, BEGUN), (-DAY, RIGHT))
    assert [reason for _, reason in grades(deeds)] == ["passed first time"] * 2
    days = [episode.day for episode in tracked(deeds).episodes]
    assert days == sorted(days)


def test_a_rating_overrides_the_last_grade():
    """The last one holds, undo takes one back at a time, and what was earned stays known."""
    passed = story((0, BEGUN), (15, RIGHT))
    at = passed[-1].at

    def rate(*words: str) -> Track:
        return tracked(passed + [Deed(at, NAME, RATED, word) for word in words])

    assert rate("hard").episodes[-1].grade is Grade.HARD
    assert rate("hard").episodes[-1].earned is Grade.GOOD
    assert rate("hard").memory == remember([(TODAY, Grade.HARD)], TODAY)
    assert rate("hard", "easy").episodes[-1].grade is Grade.EASY
    assert rate("hard", "easy", UNDO).episodes[-1].grade is Grade.HARD
    assert rate("hard", UNDO, UNDO).episodes[-1].grade is Grade.GOOD
    assert rate("splendid").episodes[-1].grade is Grade.GOOD


def test_days_are_the_persons_own():
    """Late one evening in Tokyo is another day in London, and the interval counts from there."""
    late = [Deed(datetime(2026, 1, 5, 16, tzinfo=UTC), NAME, RIGHT, "whole")]
    tokyo = timezone(timedelta(hours=9))
    days = [
        follow(late, lambda _: BRIEF, TODAY, zone=zone)[NAME].episodes[0].day
        for zone in (UTC, tokyo)
    ]
    assert days == [date(2026, 1, 5), date(2026, 1, 6)]


# ---- dates


def test_first_intervals():
    """After the first go: tomorrow, tomorrow, two days, eight days."""
    first = {grade: remember([(TODAY, grade)], TODAY) for grade in Grade}
    assert {grade: (memory.due - TODAY).days for grade, memory in first.items()} == {
        Grade.AGAIN: 1,
        Grade.HARD: 1,
        Grade.GOOD: 2,
        Grade.EASY: 8,
    }


def test_intervals_grow_and_a_lapse_comes_back_tomorrow():
    """Each review on its day: intervals grow up to the longest; forgotten, it is one day."""
    reviews, gaps = [], []
    day = TODAY
    for _ in range(7):
        reviews.append((day, Grade.GOOD))
        memory = remember(reviews, day)
        gaps.append((memory.due - day).days)
        day = memory.due
    assert gaps == [2, 11, 46, 60, 60, 60, 60]
    lapse = remember([*reviews, (day, Grade.AGAIN)], day)
    assert (lapse.due - day).days == 1
    assert lapse.forgotten == 1


def test_the_interview_bends_the_intervals():
    """At most half the days left, at least one; one that is over bends nothing."""
    reviews = [(TODAY, Grade.EASY)]
    for days, gap in ((100, 8), (10, 5), (3, 1), (1, 1), (0, 1), (-1, 8)):
        memory = remember(reviews, TODAY, TODAY + timedelta(days=days))
        assert (memory.due - TODAY).days == gap
    assert longest(TODAY, TODAY, TODAY + timedelta(days=500)) == LONGEST


def test_what_is_forgotten_falls_with_the_days():
    """The chance is 90 % when the stability is over, and 100 % on the day."""
    memory = remember([(TODAY, Grade.EASY)], TODAY)
    assert memory.retrievability == 1
    later = remember([(TODAY, Grade.EASY)], TODAY + timedelta(days=round(memory.stability)))
    assert later.retrievability == pytest.approx(0.9, abs=0.005)


def test_nothing_done_is_nothing_remembered():
    """Without deeds there is no track, and without a brief none either."""
    assert follow([], lambda _: BRIEF, TODAY) == {}
    assert follow(story((0, BEGUN)), lambda _: None, TODAY) == {}
    assert tracked(story((0, BEGUN))).memory is None


def test_ten_thousand_checks_take_no_time():
    """A record of years is folded in a blink; here with twenty times the room."""
    one = story(*[(0, BEGUN), (5, WRONG), (5, WRONG), (5, RIGHT), (DAY, WRONG)] * 33)
    deeds = [Deed(deed.at, f"a/{n}", deed.what, deed.detail) for n in range(100) for deed in one]
    began = time.process_time()
    tracks = follow(deeds, lambda _: BRIEF, TODAY, zone=UTC)
    assert time.process_time() - began < 2
    assert sum(len(track.episodes) for track in tracks.values()) == 3300


# ---- laws

WHATS = st.one_of(
    st.just((BEGUN, "/x")),  # twice, with the next, so that many stories have many episodes
    st.just((RIGHT, "whole")),
    st.tuples(
        st.sampled_from([RIGHT, WRONG, Verdict.TIME_LIMIT]), st.sampled_from(["whole", "partial"])
    ),
    st.tuples(st.just(BEGUN), st.just("/x")),
    st.tuples(st.just(HINT), st.sampled_from(["1", "2", "3"])),
    st.tuples(st.just(SOLUTION), st.sampled_from(["passed", "gave_up"])),
    st.tuples(st.just(EventKind.RESET), st.just("/x.1")),
    st.tuples(st.just(RATED), st.sampled_from([*Grade, UNDO])),
)
GAPS = st.one_of(st.integers(0, 9), st.integers(0, 90), st.integers(0, 40 * DAY))
STEPS = st.tuples(GAPS, WHATS).map(lambda step: (step[0], *step[1]))
STORIES = st.lists(STEPS, max_size=40).map(lambda steps: story(*steps))


def dated(steps: list[tuple[int, Grade]]) -> list[tuple[date, Grade]]:
    """Return reviews from (days after the one before, grade)."""
    days = accumulate(days for days, _ in steps)
    return [(TODAY + timedelta(days=n), grade) for n, (_, grade) in zip(days, steps, strict=True)]


REVIEWS = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(list(Grade))), min_size=1, max_size=12
).map(dated)
DATES = st.integers(-400, 4000).map(lambda days: TODAY + timedelta(days=days))
lawful = settings(deadline=None, max_examples=150)


@lawful
@given(REVIEWS, DATES, st.none() | DATES)
def test_law_a_due_date_lies_ahead_of_the_last_review_and_not_too_far(reviews, today, interview):
    """One day at least, sixty at most, and no more than half the days to the interview."""
    memory = remember(reviews, today, interview)
    gap = (memory.due - memory.last).days
    assert 1 <= gap <= longest(memory.last, today, interview) <= LONGEST
    assert 0 < memory.retrievability <= 1
    assert memory.stability > 0


@lawful
@given(REVIEWS, DATES, DATES)
def test_law_an_interview_only_brings_things_nearer(reviews, today, interview):
    """Nothing but the date changes, and never to a later one."""
    free, bent = remember(reviews, today), remember(reviews, today, interview)
    assert bent.due <= free.due
    assert (bent.stability, bent.forgotten) == (free.stability, free.forgotten)


@lawful
@given(REVIEWS, st.integers(0, 500), st.integers(0, 100))
def test_law_the_chance_never_rises_by_waiting(reviews, days, more):
    """Each day without a review is one on which less is known."""
    last = reviews[-1][0]
    now, later = (remember(reviews, last + timedelta(days=n)) for n in (days, days + more))
    assert later.retrievability <= now.retrievability


@lawful
@given(STORIES, st.data())
def test_law_a_typo_changes_nothing(deeds, data):
    """Nor does a fault of ours, wherever it comes."""
    place = data.draw(st.integers(0, len(deeds)))
    at = deeds[place - 1].at if place else START
    verdict = data.draw(st.sampled_from([INVALID, Verdict.JUDGE_ERROR]))
    with_typo = [*deeds[:place], Deed(at, NAME, verdict, "whole"), *deeds[place:]]
    one, other = tracked(deeds), tracked(with_typo)
    assert (one.episodes, one.ongoing, one.memory) == (other.episodes, other.ongoing, other.memory)


@lawful
@given(STORIES, st.sampled_from(list(Grade)))
def test_law_undo_takes_a_rating_back(deeds, grade):
    """All is as it was before."""
    at = deeds[-1].at if deeds else START
    undone = [*deeds, Deed(at, NAME, RATED, grade), Deed(at, NAME, RATED, UNDO)]
    assert tracked(undone).episodes == tracked(deeds).episodes


@lawful
@given(STORIES, STORIES)
def test_law_problems_do_not_touch_each_other(deeds, others):
    """However their deeds are mixed in time, each has the track it has alone."""
    theirs = [Deed(deed.at, "c/d", deed.what, deed.detail) for deed in others]
    mixed = sorted([*deeds, *theirs], key=lambda deed: deed.at)
    found = follow(mixed, lambda _: BRIEF, TODAY, zone=UTC)
    assert found.get(NAME, Track(NAME)) == tracked(deeds)


@lawful
@given(STORIES, st.integers(0, 3))
def test_law_the_past_is_never_regraded(deeds, cut):
    """What follows adds episodes and touches none; ratings are the person's to change."""
    deeds = [deed for deed in deeds if deed.what is not RATED]
    before = tracked(deeds[: max(0, len(deeds) - cut)]).episodes
    assert tracked(deeds).episodes[: len(before)] == before


FACTS = st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 4000))


@lawful
@given(FACTS, FACTS)
def test_law_worse_facts_give_no_better_grade(one, other):
    """More failed checks, more hints and more time never lift a grade."""
    order = list(Grade)
    better, worse = (
        order.index(graded(BRIEF, failed=failed, hints=hints, seconds=seconds)[0])
        for failed, hints, seconds in (
            tuple(map(min, zip(one, other, strict=True))),
            tuple(map(max, zip(one, other, strict=True))),
        )
    )
    assert worse <= better
