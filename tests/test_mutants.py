"""Mutants: every edit of the list is made, at its line, and nothing else is."""

from __future__ import annotations

import ast

import pytest

from grader.mutants import mutants


def edits(source: str) -> set[tuple[str, str]]:
    """Return what is edited and the one line of code that differs, for each mutant."""
    plain = ast.unparse(ast.parse(source)).splitlines()
    found = set()
    for mutant in mutants(source):
        new = [line for line in mutant.source.splitlines() if line not in plain]
        found.add((mutant.edit, new[-1].strip() if new else ""))
    return found


SWAPPED = "y = zip(b, a, strict=True)"
EDITS = [
    ("y = a < b", {("< -> <=", "y = a <= b"), ("< -> >=", "y = a >= b")}),
    ("y = a == b", {("== -> !=", "y = a != b")}),
    ("y = a in b", {("in -> not in", "y = a not in b")}),
    ("y = a + b", {("+ -> -", "y = a - b")}),
    ("y = a * b", {("* -> /", "y = a / b")}),
    ("y = a @ b", {("operands of @ swapped", "y = b @ a")}),
    ("y += b", {("+ -> -", "y -= b")}),
    ("y = a and b", {("and -> or", "y = a or b")}),
    ("y = not a", {("not dropped", "y = a")}),
    ("y = -a", {("minus dropped", "y = a")}),
    ("y = ~a", {("~ dropped", "y = a")}),
    ("y = 3", {("3 -> 4", "y = 4"), ("3 -> 2", "y = 2")}),
    ("y = 1e-6", {("1e-06 -> 1e-05", "y = 1e-05"), ("1e-06 -> 0.0", "y = 0.0")}),
    ("y = a + eps", {("+ -> -", "y = a - eps"), ("eps -> 0.0", "y = a + 0.0")}),
    ("self.eps = f(self.eps)", {("self.eps -> 0.0", "self.eps = f(0.0)")}),
    ("y = True", {("True -> False", "y = False")}),
    ("y = a if c else b", {("if always taken", "y = a"), ("else always taken", "y = b")}),
    ("y = x.mean()", {("mean -> sum", "y = x.sum()")}),
    ("y = max(a, b)", {("max -> min", "y = min(a, b)")}),
    ("y = x.detach()", {("detach() dropped", "y = x")}),
    ("y = x.clone()", {("clone() dropped", "y = x")}),
    ("y = f(a, b)", {("arguments 1 and 2 of f swapped", "y = f(b, a)")}),
    ("y = f(*a, b)", set()),
    ("y = f(a, a)", set()),
    ("y = x.transpose(a, b)", set()),
    ("y = torch.maximum(a, b)", {("maximum -> minimum", "y = torch.minimum(a, b)")}),
    (
        "y = f(dim=-1)",
        {
            ("dim dropped", "y = f()"),
            ("dim=-1 -> dim=0", "y = f(dim=0)"),
            ("dim=-1 -> dim=-2", "y = f(dim=-2)"),
            ("dim=-1 -> dim=1", "y = f(dim=1)"),
        },
    ),
    ("y = zeros(n, device=x.device)", set()),
    ("y = zip(a, b, strict=True)", {("arguments 1 and 2 of zip swapped", SWAPPED)}),
]


@pytest.mark.parametrize(("source", "wanted"), EDITS, ids=[source for source, _ in EDITS])
def test_each_edit(source, wanted):
    """One statement gives its edits, and beside them only that it is dropped."""
    found = {(edit, line) for edit, line in edits(source) if edit != "statement dropped"}
    assert found == wanted
    assert any(mutant.edit == "statement dropped" for mutant in mutants(source))


BLOCKS = [
    ("def f(eps=0.5):\n    return eps", {(1, "eps=0.5 -> eps=5.0"), (1, "eps=0.5 -> eps=0.0")}),
    ("def f(*, a=True):\n    return a", {(1, "a=True -> a=False")}),
    ("if a:\n    f()\nelse:\n    g()", {(1, "body of if dropped"), (1, "else dropped")}),
    ("with a:\n    f()", {(1, "with dropped")}),
    ("@a\ndef f():\n    return 0", {(1, "@a dropped")}),
    ("for i in a:\n    continue", set()),
]


@pytest.mark.parametrize(("source", "wanted"), BLOCKS, ids=[source for source, _ in BLOCKS])
def test_edits_of_blocks(source, wanted):
    """Branches, blocks, decorators and defaults are edited at the line where they begin."""
    found = {(m.number, m.edit) for m in mutants(source)}
    assert found - {(m[0], m[1]) for m in found if m[0] > 1} == wanted


LEFT_ALONE = '''\
"""Says 1 < 2."""
__all__ = ["f"]
Pair = tuple[Literal[1], int]
field: Literal[1]


def f(x: Literal[1] = "a") -> Literal[2]:
    """Return 1 + 1."""
    raise ValueError(f"got {x + 1}", 3)
'''


def test_what_is_no_code_is_left_alone():
    """Docstrings, annotations, type names, `__all__` and an error's words have no mutants."""
    assert [m.edit for m in mutants(LEFT_ALONE)] == ["statement dropped"]


TWICE = """\
def f(x):
    # a comment
    y = x + 1  # a remark
    y = x + 1
    return g(1, 1)
"""


def test_names_are_lines_and_edits():
    """A mutant names its line as it stands, without a comment; the same edit again is counted."""
    found = mutants(TWICE)
    plus = [(m.name, m.line, m.edit) for m in found if m.edit.startswith("+")]
    assert plus == [
        ("line 3: + -> -", "y = x + 1", "+ -> -"),
        ("line 4: + -> - (2)", "y = x + 1", "+ -> - (2)"),
    ]
    assert len({(m.line, m.edit) for m in found}) == len(found)
    moved = mutants("import torch\n\n\n" + TWICE)
    assert [(m.line, m.edit) for m in moved] == [(m.line, m.edit) for m in found]


def test_every_mutant_is_other_code(toy):
    """No mutant is the original, none stands twice, all compile, and the order is fixed."""
    source = toy.reference.source
    found = mutants(source)
    texts = [m.source for m in found]
    assert ast.unparse(ast.parse(source)) not in texts
    assert len(set(texts)) == len(texts) > 15
    assert found == mutants(source)
    assert [m.number for m in found] == sorted(m.number for m in found)
    for text in texts:
        compile(text, "mutant", "exec")


def test_what_does_not_compile_is_no_mutant():
    """A pattern may not look for one key twice."""
    found = {m.edit for m in mutants("match a:\n    case {0: x, 1: y}:\n        f(x, y)")}
    assert "0 -> -1" in found
    assert not found & {"0 -> 1", "1 -> 0"}
