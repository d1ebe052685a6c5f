"""What the Tab key offers: problems, topics and learning paths. Fast, for every Tab starts it."""

from __future__ import annotations


def problems(incomplete: str) -> list[str]:
    """Return the problems that a word may become: full names, else those without the topic."""
    wanted = incomplete.replace("-", "_")
    names = _names()
    short = dict.fromkeys(name.partition("/")[2] for name in names)
    full = [name for name in names if name.startswith(wanted)]
    return full or [name for name in short if name.startswith(wanted)]


def topics(incomplete: str) -> list[str]:
    """Return the topics that a word may become."""
    found = sorted({name.partition("/")[0] for name in _names()})
    return [topic for topic in found if topic.startswith(incomplete)]


def several_topics(incomplete: str) -> list[str]:
    """Return what a list such as `norms,soft` may become: its last word is a topic begun."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{topic}" for topic in topics(last)]


def paths(incomplete: str) -> list[str]:
    """Return the learning paths that a word may become."""
    from grader.bank import Bank
    from grader.errors import DrillError
    from grader.paths import load_paths

    try:
        return [name for name in load_paths(Bank()).paths if name.startswith(incomplete)]
    except DrillError:
        return []


def _names() -> list[str]:
    from grader.bank import Bank
    from grader.errors import DrillError

    try:
        return Bank().names()
    except DrillError:
        return []  # no Tab is the place to say what is wrong
