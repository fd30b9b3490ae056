"""Which expressions are certain to be text that `hoc_tui.text` has made.

Certain means: made by a call into `hoc_tui.text`, or held by a name that says it is `Content` or `Text` where mypy can
hold it to that. What merely happens to be safe today is not certain.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scripts.lints.finding import Source

BOUNDARY = "hoc_tui.text"
STYLED = re.compile(r"\b(?:Content|Text)\b")
PLAIN = re.compile(r"\bstr\b")
KEYED = re.compile(r"\b(?:dict|Mapping|MutableMapping)\[str, ")
UNSTYLED = frozenset({"plain", "markup"})
"""The ways back from styled text to `str`."""


@dataclass(frozen=True)
class Makers:
    """What a file knows that makes styled text."""

    calls: frozenset[str] = frozenset()
    """Names from `hoc_tui.text`, and functions of this file that say they return styled text."""
    attributes: frozenset[str] = frozenset()
    """Attributes that this file says hold styled text."""

    @classmethod
    def of(cls, source: Source, plain: frozenset[str]) -> "Makers":
        """Read what `source` imports and says.

        Args:
            source: The file.
            plain: Functions of `hoc_tui.text` that return `str`, which is not styled.
        """
        calls = set(imported(source)) - plain
        attributes = set()
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and says_styled(node.returns):
                calls.add(node.name)
                attributes.add(node.name)
            elif isinstance(node, ast.AnnAssign) and says_styled(node.annotation):
                attributes.add(node.target.attr if isinstance(node.target, ast.Attribute) else _id(node.target))
        return cls(frozenset(calls), frozenset(attributes))


@dataclass
class Scope:
    """One function, and the names in it that hold styled text."""

    makers: Makers
    names: set[str] = field(default_factory=set)

    def enter(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> "Scope":
        """The scope of `function`, which sees the names around it."""
        inner = Scope(self.makers, set(self.names))
        arguments = function.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg):
            if each is not None:
                inner.names.discard(each.arg)
                if says_styled(each.annotation):
                    inner.names.add(each.arg)
        inner.learn(function.body)
        return inner

    def learn(self, body: list[ast.stmt]) -> None:
        """Find the names that every assignment in `body` gives styled text; one that is given both is not safe."""
        known = list(_assignments(body))
        said = {name for name, _, annotation in known if says_styled(annotation)}
        for _ in range(len(known) + 1):
            before = set(self.names)
            safe: dict[str, bool] = {}
            for name, value, _ in known:
                safe[name] = safe.get(name, True) and (name in said or (value is not None and self.is_safe(value)))
            self.names = {name for name in before | safe.keys() if safe.get(name, name in before)}
            if self.names == before:
                return

    def is_safe(self, node: ast.expr) -> bool:
        """Whether `node` is certain to be styled text, nothing at all, or a collection or widget made of such."""
        match node:
            case ast.Constant(value=value):
                return value is None or value == "" or not isinstance(value, str)
            case ast.Name(id=name):
                return name in self.names
            case ast.Call():
                return self._is_safe_call(node)
            case ast.Attribute(attr=name):
                return name.endswith("_content") or name in self.makers.attributes
            case ast.Tuple(elts=[shown, _] | [shown, _, _]):
                return self.is_safe(shown)  # (prompt, value) and (prompt, value, chosen): only the first is shown
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return all(self.is_safe(part) for part in parts)
            case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each) | ast.SetComp(elt=each):
                return self.within(node.generators).is_safe(each)
            case _:
                return self._is_safe_combination(node)

    def _is_safe_combination(self, node: ast.expr) -> bool:
        match node:
            case ast.IfExp(body=first, orelse=second) | ast.BinOp(left=first, right=second, op=ast.Add()):
                return self.is_safe(first) and self.is_safe(second)
            case ast.BoolOp(values=values):
                return all(self.is_safe(value) for value in values)
            case ast.Starred(value=ast.Tuple(elts=parts)):
                return all(self.is_safe(part) for part in parts)
            case ast.Starred(value=value) | ast.Await(value=value) | ast.NamedExpr(value=value):
                return self.is_safe(value)
            case ast.Subscript(value=value):
                return self.is_safe(value)
            case _:
                return False

    def _is_safe_call(self, node: ast.Call) -> bool:
        function = node.func
        if isinstance(function, ast.Name):
            # A class makes an object, and an object that is shown is one of ours or of Textual's, checked where made.
            return function.id in self.makers.calls or _is_class(function.id)
        if isinstance(function, ast.Attribute):
            name = function.attr
            if name in self.makers.attributes or name.endswith("_content") or _is_class(name):
                return True
            return name not in UNSTYLED and (self.is_safe(function.value) or _id(function.value) in self.makers.calls)
        return False

    def within(self, generators: list[ast.comprehension]) -> "Scope":
        """The scope inside a comprehension, whose own names may be safe or hide safe ones."""
        inner = Scope(self.makers, set(self.names))
        for generator in generators:
            names = set(_names(generator.target))
            inner.names = inner.names | names if inner.is_safe(generator.iter) else inner.names - names
        return inner


def imported(source: Source) -> Iterator[str]:
    """The names that a file takes from the text boundary."""
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{BOUNDARY}."):
            yield from (each.asname or each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "hoc_tui":
            yield from (each.asname or each.name for each in node.names if each.name == "text")


def plain_makers(sources: Iterable[Source]) -> frozenset[str]:
    """The functions of the text boundary that return no styled text, as those that make a `str` of it."""
    return frozenset(
        node.name
        for source in sources
        for node in source.nodes
        if isinstance(node, ast.FunctionDef) and node.returns is not None and not says_styled(node.returns)
    )


def says_styled(annotation: ast.expr | None) -> bool:
    """Whether an annotation promises `Content` or `Text` and nothing that may be a `str`."""
    if annotation is None:
        return False
    words = KEYED.sub("", ast.unparse(annotation))
    return bool(STYLED.search(words)) and not PLAIN.search(words)


def _assignments(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None, ast.expr | None]]:
    """Every name that is given something in a function: the name, what it is given, what it is said to be."""
    for node in _inside(body):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=value, annotation=annotation):
                yield name, value, annotation
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from ((name, value, None) for name in _names(target))
            case (
                ast.NamedExpr(target=ast.Name(id=name), value=value)
                | ast.AugAssign(target=ast.Name(id=name), value=value)
            ):
                yield name, value, None
            case ast.For(target=target, iter=iterable) | ast.AsyncFor(target=target, iter=iterable):
                yield from ((name, iterable, None) for name in _names(target))


def _inside(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a function, without those of the functions and classes within it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _names(target: ast.expr) -> Iterator[str]:
    return (each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


def _id(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _is_class(name: str) -> bool:
    bare = name.lstrip("_")
    return bare[:1].isupper() and not bare.isupper()
