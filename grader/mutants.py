"""Mutants: a solution with one point of it edited, to see whether the hidden tests would notice.

Source text in, source texts out; runs nothing. Left alone are docstrings, annotations, what an
error says, and what no run on one CPU can show: `device=`, and the `strict=` of a `zip`.
"""

from __future__ import annotations

import ast
import copy
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from msgspec import Struct

# The node whose line is named, what is edited, and what stands there then.
Edit: TypeAlias = tuple[ast.AST, str, ast.AST]


class Mutant(Struct, frozen=True):
    """One edit: the number and text of its line, without comment, and what became of it.

    `line` and `edit` together name one mutant of a source, also when other lines move.
    """

    number: int
    line: str
    edit: str
    source: str

    @property
    def name(self) -> str:
        """As it is told: `line 12: dim dropped`."""
        return f"line {self.number}: {self.edit}"


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a source, line by line, no two of the same code."""
    tree, lines = ast.parse(source), _lines(source)
    seen = {ast.unparse(tree)}
    times: Counter[tuple[str, str]] = Counter()
    found: list[Mutant] = []
    for at, edit, text in _edited(tree):
        if text in seen or not _compiles(text):
            continue
        seen.add(text)
        line = lines[at - 1]
        times[line, edit] += 1
        again = f" ({times[line, edit]})" if times[line, edit] > 1 else ""
        found.append(Mutant(at, line, edit + again, text))
    return sorted(found, key=lambda mutant: mutant.number)


def _edited(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the code of every edit."""
    for place in _places(tree):
        for kind, rule in _RULES:
            if isinstance(place.node, kind):
                for at, words, new in rule(place.node):
                    place.put(new)
                    yield at.lineno, place.told(words), ast.unparse(tree)  # type: ignore[attr-defined]
                    place.put(place.node)


def _lines(source: str) -> list[str]:
    """Return the lines of a source without indentation and comments."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    return [line.strip() for line in lines]


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


# ---- where -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A node and where in its parent it hangs."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        """Hang another node here."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    def told(self, words: str) -> str:
        """Say which argument a changed value is of: `dim=-1 -> dim=0`."""
        old, arrow, new = words.partition(" -> ")
        return f"{self._argument}{old} -> {self._argument}{new}" if arrow else words

    @property
    def _argument(self) -> str:
        match self.parent, self.field, self.index:
            case ast.keyword(arg=str(name)), _, _:
                return f"{name}="
            case ast.arguments() as given, "defaults", int(index):
                names = [*given.posonlyargs, *given.args]
                return f"{names[index - len(given.defaults)].arg}="
            case ast.arguments() as given, "kw_defaults", int(index):
                return f"{given.kwonlyargs[index].arg}="
        return ""


_NO_CODE = ("annotation", "returns", "decorator_list", "exc", "cause", "msg", "format_spec")


def _places(parent: ast.AST) -> Iterator[Place]:
    for field, value in ast.iter_fields(parent):
        if field in _NO_CODE:
            continue
        several = isinstance(value, list)
        for index, node in enumerate(value) if several else [(0, value)]:
            if isinstance(node, ast.AST) and not _left_alone(parent, node):
                yield Place(parent, field, index if several else None, node)
                yield from _places(node)


def _left_alone(parent: ast.AST, node: ast.AST) -> bool:
    match parent, node:
        case _, ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case _, ast.AnnAssign(value=None):
            return True
        case ast.Module(), ast.Assign(value=ast.Subscript()):  # the name of a type
            return True
        case _, ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.UnaryOp(op=ast.USub()), ast.Constant():  # one number with its sign
            return True
        case _, ast.keyword():
            return _unseen(parent, node)
    return False


def _unseen(call: ast.AST, keyword: ast.keyword) -> bool:
    """Say whether no run on one CPU can show what a keyword does."""
    if keyword.arg == "device":
        return True
    is_zip = isinstance(call, ast.Call) and ast.unparse(call.func) == "zip"
    return is_zip and keyword.arg == "strict"


# ---- what becomes of it ------------------------------------------------------------------------

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COMBINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_PAIRS = (
    *(("mean", "sum"), ("min", "max"), ("amin", "amax"), ("argmin", "argmax")),
    *(("minimum", "maximum"), ("any", "all"), ("zeros", "ones"), ("zeros_like", "ones_like")),
    *(("triu", "tril"), ("sqrt", "rsqrt"), ("sin", "cos"), ("floor", "ceil")),
)
_RENAMED = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_BUILTINS = ("min", "max", "any", "all")
_REMOVED = ("detach", "clone", "contiguous", "float", "double", "to")
_SYMMETRIC = (
    *("maximum", "minimum", "max", "min", "add", "mul", "logaddexp", "gcd"),
    *("transpose", "swapaxes", "swapdims"),
)


def _constant(node: ast.Constant) -> Iterator[Edit]:
    for value in _near(node.value):
        yield node, f"{node.value!r} -> {value!r}", _number(value)


def _near(value: object) -> tuple[bool | int | float, ...]:
    match value:
        case bool():
            return (not value,)
        case int():
            return (value + 1, value - 1)
        case float():
            return (float(f"{value * 10:.6g}"), 0.0) if value else (1.0,)
    return ()


def _number(value: float) -> ast.expr:
    if value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _eps(node: ast.Name | ast.Attribute) -> Iterator[Edit]:
    name = ast.unparse(node)
    if name.rpartition(".")[2] in ("eps", "epsilon"):
        yield node, f"{name} -> 0.0", ast.Constant(0.0)


def _unary(node: ast.UnaryOp) -> Iterator[Edit]:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as size)):
            for value in (*_near(-size), size):
                yield node, f"{-size!r} -> {value!r}", _number(value)
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield node, f"{_sign(node)} dropped", node.operand


def _sign(node: ast.UnaryOp) -> str:
    return {ast.USub: "minus", ast.Not: "not", ast.Invert: "~"}[type(node.op)]


def _compare(node: ast.Compare) -> Iterator[Edit]:
    for index, old in enumerate(node.ops):
        for new in _COMPARED[type(old)]:
            ops = [*node.ops[:index], new(), *node.ops[index + 1 :]]
            yield node, f"{_COMPARISONS[type(old)]} -> {_COMPARISONS[new]}", _with(node, ops=ops)


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


def _combine(node: ast.BinOp | ast.AugAssign) -> Iterator[Edit]:
    if new := _COMBINED.get(type(node.op)):
        yield node, f"{_symbol(node.op)} -> {_symbol(new())}", _with(node, op=new())
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield node, "operands of @ swapped", _with(node, left=node.right, right=node.left)


def _symbol(operator: ast.operator) -> str:
    return ast.unparse(ast.BinOp(ast.Name("a"), operator, ast.Name("b")))[2:-2]


def _logic(node: ast.BoolOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.And):
        yield node, "and -> or", _with(node, op=ast.Or())
    else:
        yield node, "or -> and", _with(node, op=ast.And())


def _choice(node: ast.IfExp) -> Iterator[Edit]:
    yield node, "if always taken", node.body
    yield node, "else always taken", node.orelse


def _call(node: ast.Call) -> Iterator[Edit]:
    for keyword in node.keywords:
        if not _unseen(node, keyword):
            rest = [other for other in node.keywords if other is not keyword]
            yield keyword, f"{keyword.arg or '**'} dropped", _with(node, keywords=rest)
    yield from _function(node)
    if _called(node) not in _SYMMETRIC:
        yield from _swapped(node)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _function(node: ast.Call) -> Iterator[Edit]:
    name = _called(node)
    other = _RENAMED.get(name)
    match node.func:
        case ast.Name() if other and name in _BUILTINS:
            yield node.func, f"{name} -> {other}", _with(node, func=ast.Name(other))
        case ast.Attribute(value=owner) if other:
            yield node.func, f"{name} -> {other}", _with(node, func=ast.Attribute(owner, other))
        case ast.Attribute(value=owner) if name in _REMOVED and ast.unparse(owner) != "torch":
            yield node.func, f"{name}() dropped", owner


def _swapped(node: ast.Call) -> Iterator[Edit]:
    for index, (one, other) in enumerate(pairwise(node.args)):
        if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
            continue
        args = [*node.args[:index], other, one, *node.args[index + 2 :]]
        places = f"{index + 1} and {index + 2}"
        yield one, f"arguments {places} of {_called(node)} swapped", _with(node, args=args)


def _statement(node: ast.stmt) -> Iterator[Edit]:
    yield node, "statement dropped", ast.Pass()


def _branch(node: ast.If) -> Iterator[Edit]:
    yield node, "body of if dropped", _with(node, body=[ast.Pass()])
    if node.orelse:
        yield node, "else dropped", _with(node, orelse=[])


def _block(node: ast.With) -> Iterator[Edit]:
    yield node, "with dropped", ast.If(ast.Constant(True), node.body, [])


def _decorated(node: ast.FunctionDef | ast.ClassDef) -> Iterator[Edit]:
    for one in node.decorator_list:
        rest = [other for other in node.decorator_list if other is not one]
        yield one, f"@{ast.unparse(one)} dropped", _with(node, decorator_list=rest)


def _with(node: ast.AST, **fields: object) -> Any:
    """Return a copy of a node with other fields; what hangs below is shared."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


_DROPPED = (
    *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr),
    *(ast.Raise, ast.Assert, ast.Delete, ast.Continue, ast.Break),
)
_RULES: tuple[tuple[type | tuple[type, ...], Callable[[Any], Iterator[Edit]]], ...] = (
    (ast.Constant, _constant),
    ((ast.Name, ast.Attribute), _eps),
    (ast.UnaryOp, _unary),
    (ast.Compare, _compare),
    ((ast.BinOp, ast.AugAssign), _combine),
    (ast.BoolOp, _logic),
    (ast.IfExp, _choice),
    (ast.Call, _call),
    (_DROPPED, _statement),
    (ast.If, _branch),
    (ast.With, _block),
    ((ast.FunctionDef, ast.ClassDef), _decorated),
)
