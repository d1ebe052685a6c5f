"""Prerequisites, learning paths, the list along them, and completion."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.bank import Bank
from grader.errors import BankError, UsageError
from grader.paths import Paths, in_order, load_paths
from tests.conftest import TOY, TOY_BANK, Drill
from tests.test_terminal import Screen, screen  # noqa: F401  (a fixture)

BANK = Bank()
NAMES = {
    "first-round",
    "transformer-from-scratch",
    "backprop-by-hand",
    "inference",
    "vision-language",
}
BEGINNINGS = [
    *("training/random_batch", "attention/scaled_dot_product", "attention/multi_head"),
    *(
        "positions/sinusoidal",
        "attention/kv_cache",
        "layers/residual_ffn",
        "softmax/stable_softmax",
    ),
    *("losses/cross_entropy", "norms/rms_norm", "optimizers/sgd", "backprop/elementwise"),
    *("losses/bce", "layers/count_parameters", "tokenization/bpe_train"),
    *("transformers/encoder_layer", "transformers/gpt_block", "tensors/broadcast_shapes"),
    *("tensors/dot_matmul", "tensors/reductions", "generation/generate", "tensors/to_tensor"),
    *("vision/vit", "adapters/lora_linear", "mixture_of_experts/top_k"),
]
REAL = {"DRILL_BANK": str(BANK.root)}


def written(tmp_path: Path, text: str) -> Bank:
    """Return a copy of the small bank, with more problems in it, and with this paths.yaml."""
    shutil.copytree(TOY_BANK, tmp_path / "bank")
    for name in ("two", "a", "b", "c"):
        shutil.copytree(TOY_BANK / "problems" / TOY, tmp_path / "bank/problems/toy" / name)
    (tmp_path / "bank/problems/paths.yaml").write_text(text)
    return Bank(tmp_path / "bank")


def test_every_problem_stands_somewhere():
    """Every problem is on a path, is a prerequisite, or has one."""
    found = load_paths(BANK)
    assert set(found.paths) == NAMES
    walked = {name for path in found.paths.values() for name in path.problems}
    linked = set(found.prerequisites) | {n for b in found.prerequisites.values() for n in b}
    assert set(BANK.names()) <= walked | linked


def test_the_paths_but_the_notes_own_keep_the_order_of_prerequisites():
    """A problem of a path never comes before another one of it that it needs."""
    found = load_paths(BANK)
    for name in NAMES - {"first-round"}:  # which has the order of the notes
        problems = found.paths[name].problems
        for index, problem in enumerate(problems):
            later = set(problems[index:])
            assert not later & set(found.prerequisites.get(problem, ())), (name, problem)


def test_the_first_round_has_the_order_of_the_notes():
    """Their sections follow one another as they were written, each begun by its first topic."""
    problems = load_paths(BANK).paths["first-round"].problems
    assert [name for name in problems if name in BEGINNINGS] == BEGINNINGS


def test_prerequisites_are_direct_and_acyclic():
    """None comes before the problem by way of another one anyway."""
    found = load_paths(BANK).prerequisites
    order = in_order(found)
    below: dict[str, set[str]] = {}
    for problem in order:
        direct = set(found.get(problem, ()))
        below[problem] = direct.union(*(below[name] for name in direct))
        for name in direct:
            assert not direct & below[name], (problem, name)


BROKEN = {
    "a problem needs itself": (
        "prerequisites: {toy/softmax: [toy/softmax]}",
        "in a circle: toy/softmax -> toy/softmax",
    ),
    "a circle": (
        "prerequisites: {toy/softmax: [toy/two], toy/two: [toy/softmax]}",
        "in a circle: toy/softmax -> toy/two -> toy/softmax",
    ),
    "an unknown problem with prerequisites": (
        "prerequisites: {toy/softmaks: [toy/softmax]}",
        "prerequisites: there is no problem 'toy/softmaks'; did you mean 'toy/softmax'?",
    ),
    "an unknown prerequisite": (
        "prerequisites: {toy/two: [toy/softmaks]}",
        "prerequisites of toy/two: there is no problem 'toy/softmaks'; did you mean 'toy/softmax'?",
    ),
    "an unknown problem on a path": (
        "paths: {a: {title: A, why: b, problems: [toy/tow]}}",
        "path a: there is no problem 'toy/tow'; did you mean 'toy/two'?",
    ),
    "too many": (
        "prerequisites: {toy/softmax: [toy/two, toy/a, toy/b, toy/c]}",
        "prerequisites of toy/softmax: 4 are too many, 3 do",
    ),
    "an unknown key": ("path: {}", "unknown field `path`; did you mean 'paths'?"),
    "an unknown key of a path": (
        "paths: {a: {titel: A, why: b, problems: []}}",
        "path a: Object contains unknown field `titel`; did you mean 'title'?",
    ),
    "a problem twice": (
        "paths: {a: {title: A, why: b, problems: [toy/softmax, toy/softmax]}}",
        "path a: toy/softmax is named twice",
    ),
    "no title": ("paths: {a: {why: b, problems: []}}", "path a: Object missing required field"),
    "no list": ("prerequisites: {toy/two: toy/softmax}", "prerequisites of toy/two: Expected `arr"),
    "no YAML": ("paths: [", "line 2: "),
    "nothing": ("", "Expected `object`"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(tmp_path, case):
    """The error names the file, the key, and what is wrong there."""
    text, words = BROKEN[case]
    bank = written(tmp_path, text)
    with pytest.raises(BankError) as caught:
        load_paths(bank)
    assert caught.value.message.startswith(f"{bank.root / 'problems' / 'paths.yaml'}: ")
    assert words in caught.value.message


def test_a_bank_without_the_file_has_none():
    """It is a bank all the same."""
    assert load_paths(Bank(TOY_BANK)) == Paths()
    with pytest.raises(UsageError, match="there is no path 'x'") as caught:
        Paths().find("x")
    assert caught.value.remedy == "this bank has no learning paths"


# ---- the commands


def test_a_path_is_listed_in_its_order(drill):
    """All of its problems, as it is walked."""
    ran = drill("list", "--path", "backprop-by-hand", "--json", **REAL)
    listed = [row["problem"] for row in ran.json["problems"]]
    assert listed == list(load_paths(BANK).paths["backprop-by-hand"].problems)
    wrong = drill("list", "--path", "backprop-by-foot", **REAL)
    assert (wrong.code, "did you mean 'backprop-by-hand'" in wrong.err) == (2, True)


def test_the_paths_are_listed(drill):
    """With how many of their problems are solved."""
    ran = drill("list", "--paths", "--json", **REAL)
    assert {row["path"] for row in ran.json["paths"]} == NAMES
    assert "0/" in drill("list", "--paths", **REAL).out
    assert "no learning paths" in drill("list", "--paths").err


def test_show_says_what_comes_before_and_after(drill):
    """Prerequisites, what a problem leads to, and its paths: a line each, and as JSON."""
    said = [
        line.split(maxsplit=1) for line in drill("show", "attention/head", **REAL).err.split("\n")
    ]
    assert said[:3] == [
        ["after", "attention/causal (not yet), layers/linear (not yet)"],
        ["before", "attention/multi_head"],
        ["paths", "first-round, transformer-from-scratch"],
    ]
    told = drill("show", "attention/head", "--json", **REAL).json
    assert told["prerequisites"] == [
        {"problem": "attention/causal", "solved": False},
        {"problem": "layers/linear", "solved": False},
    ]
    assert told["leads_to"] == ["attention/multi_head"]
    assert told["paths"] == ["first-round", "transformer-from-scratch"]


def test_what_is_solved_counts(drill, tmp_path, right):
    """A solved prerequisite is called so, and its paths have come that far."""
    text = "prerequisites: {toy/two: [toy/softmax, toy/a]}\npaths: {a: {title: A, why: b, "
    bank = written(tmp_path, text + "problems: [toy/two, toy/softmax]}}")
    own = {"DRILL_BANK": str(bank.root)}
    Path(drill("new", "toy/softmax", **own).out.strip()).write_text(right)
    assert drill("check", "--no-timing", **own).code == 0
    said = drill("show", "toy/two", **own).err
    assert "toy/softmax (solved), toy/a (not yet)" in said
    [path] = drill("list", "--paths", "--json", **own).json["paths"]
    assert (path["solved"], path["problems"]) == (1, ["toy/two", "toy/softmax"])
    assert "1/2" in drill("list", "--paths", **own).out
    assert "2 problems, 1 solved" in drill("list", "--path", "a", **own).err


def test_topics_filter(drill):
    """Only one topic's, and a typo is told."""
    ran = drill("list", "--topic", "norms", "--json", **REAL)
    assert {row["problem"].partition("/")[0] for row in ran.json["problems"]} == {"norms"}
    wrong = drill("list", "--topic", "norm", **REAL)
    assert (wrong.code, "did you mean 'norms'?" in wrong.err) == (2, True)
    assert "did you mean 'started'?" in drill("list", "--status", "strted").err
    assert "one of: easy, medium, hard" in drill("list", "--difficulty", "x").err


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_the_list_on_a_screen(screen):  # noqa: F811
    """A problem is a line of 80 columns, under its topic; also along a path, in its order."""
    screen.type(f"clear; export DRILL_BANK={BANK.root}; drill list norms; echo finished $?")
    shown = screen.wait_for("finished 0")
    assert "norms 0/7" in shown
    rows = [line for line in shown.splitlines() if line.startswith("norms/")]
    assert len(rows) == 7
    assert "7 problems, 0 solved" in shown
    screen.type("clear; drill list --path transformer-from-scratch; echo finished $((40 + 2))")
    lines = screen.wait_for("finished 42").splitlines()
    head = next(index for index, line in enumerate(lines) if line.startswith("problem"))
    problems = load_paths(BANK).paths["transformer-from-scratch"].problems
    assert [line.split()[0] for line in lines[head + 1 :][: len(problems)]] == list(problems)
    assert len({line.find(word) for line in lines for word in (" easy ", " hard ")} - {-1}) == 1


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_paths_and_relations_on_a_screen(screen):  # noqa: F811
    """No name is cut or broken, and a long line goes on under its own words."""
    screen.type(f"clear; export DRILL_BANK={BANK.root}; drill list --paths; echo finished $?")
    shown = screen.wait_for("finished 0")
    for name, path in load_paths(BANK).paths.items():
        assert re.search(rf"^{name} +0/{len(path.problems)} +\S", shown, re.MULTILINE)
    assert "interview asks" in " ".join(shown.split())
    screen.type("clear; drill show softmax/stable_softmax > /dev/null; echo finished $((40 + 2))")
    lines = screen.wait_for("finished 42").splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("  before softmax/"))
    assert lines[at + 1].startswith("         attention/")
    assert lines[at + 2].startswith("         mixture_of_experts/")
    assert lines[at + 3].startswith("  paths  first-round, ")


# ---- completion

DRILL = str(Path(sys.executable).with_name("drill"))


def completed(drill: Drill, shell: str, *words: str) -> list[str]:
    """Return what a shell would be offered for the last of these words."""
    line = " ".join(words)
    environment = {
        "_DRILL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    return drill(**REAL, **environment).out.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("new", "tokenization/"), ["tokenization/bpe_encode", "tokenization/bpe_train"]),
        (("check", "sliding"), ["sliding_window"]),
        (("list", "--path", "vis"), ["vision-language"]),
        (("list", "--topic", "soft"), ["softmax"]),
        (("verify", "losses/mse", "tokenization/bpe_t"), ["tokenization/bpe_train"]),
        (("mock", "--topics", "losses,atten"), ["losses,attention"]),
        (("quiz", "tok"), ["tokenization"]),
    ],
)
def test_completion_knows_problems_topics_and_paths(drill, shell, words, offered):
    """In the words that each shell asks with."""
    found = completed(drill, shell, "drill", *words)
    text = " ".join(found)
    assert all(name in text for name in offered)
    assert "norms" not in text


SHELLS = {  # how a bare one is started, and how it is taught
    "bash": ("bash --norc", "source <(drill --show-completion)"),
    "zsh": ("zsh -f", "autoload -U compinit; compinit -D; source <(drill --show-completion)"),
    "fish": ("fish --no-config --private", "drill --show-completion | source"),
}
TABS = [  # what is typed, and what comes of it when Enter follows
    ("drill new att\tfl\t", r"sh/attempt\.py"),
    ("drill quiz --list tokeni\t", r"^tokenization +\d"),
    ("drill list --path vis\t", "^12 problems, 0 solved"),
    ("drill list --topic transf\t", "^6 problems, 0 solved"),
]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("shell", SHELLS)
def test_tab_in_a_real_shell(screen, drill, shell):  # noqa: F811
    """The script that --show-completion prints works: a word is completed, and the command runs."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    start, teach = SHELLS[shell]
    screen.type(f"export DRILL_BANK={BANK.root} HOME={drill.folder}; {start}")
    screen.type(teach)
    for number, (typed, expected) in enumerate(TABS):
        screen.type(f"clear; printf 're%s\\n' ady{number}")
        screen.wait_for(f"ready{number}")
        for part in re.findall(r"\t|[^\t]+", typed):
            screen.press("Tab") if part == "\t" else screen.type_without_enter(part)
        screen.type(f"; printf 'do%s\\n' ne{number}")
        shown = screen.wait_for(f"done{number}")
        assert re.search(expected, shown, re.MULTILINE), (typed, shown)


def test_completion_is_as_fast_as_list(drill):
    """Medians of alternating whole processes."""
    taken: dict[str, list[float]] = {"complete": [], "list": []}
    for _ in range(7):
        began = time.perf_counter()
        completed(drill, "bash", "drill", "new", "att")
        taken["complete"].append(time.perf_counter() - began)
        began = time.perf_counter()
        drill("list", **REAL)
        taken["list"].append(time.perf_counter() - began)
    assert statistics.median(taken["complete"]) <= 1.3 * statistics.median(taken["list"])


def test_without_a_bank_tab_is_silent(drill):
    """A Tab is no place for an error."""
    environment = os.environ | {
        "_DRILL_COMPLETE": "complete_bash",
        "COMP_WORDS": "drill new a",
        "COMP_CWORD": "2",
        "DRILL_BANK": "/nowhere",
    }
    ran = subprocess.run([DRILL], env=environment, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == ""
    assert "Traceback" not in ran.stderr
