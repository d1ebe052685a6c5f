"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.commands import COMMANDS
from grader.model import LADDER, Problem, Verdict

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command):
    """Every command has its line in README."""
    assert re.search(rf"`drill {command}\b", README)


def test_readme_names_no_command_that_is_not_there():
    """What README promises can be typed."""
    assert set(re.findall(r"`drill ([a-z][a-z-]*)", README)) <= {*COMMANDS}


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.NOT_RUN])
def test_readme_explains_every_verdict(verdict):
    """A person can look up what a verdict means."""
    assert f"`{verdict}`" in README


@pytest.mark.parametrize("key", Problem.__struct_fields__)
def test_contributing_explains_every_key(key):
    """An author can look up every key of problem.yaml."""
    assert key in CONTRIBUTING


@pytest.mark.parametrize("rung", LADDER)
def test_contributing_names_every_rung(rung):
    """An author can look up every rung."""
    assert rung in CONTRIBUTING


def test_top_level_is_what_it_should_be():
    """The folders of the project stand where they are looked for."""
    for name in ("pyproject.toml", "problems", "solutions", "grader", "cli", "tests", "README.md"):
        assert (ROOT / name).exists()
