"""Other people's text reaches a widget only through `hoc_tui.text`.

Reason: in Textual a `str` is markup. A person whose goal is "walk [/] swim" ended the program, and one whose name was
`[@click=app.quit]x` could end it by being clicked; escaping is not enough. So the type decides: widgets get `Content`
(or Rich's `Text` in a table), only `hoc_tui.text` makes it, and this lint finds what mypy cannot, since Textual's own
signatures take `str` too.

What satisfies it: a call to something from `hoc_tui.text`; a name, argument or attribute annotated `Content`, `Text` or
a collection of them, since mypy then proves the rest; something called `…_content`. What is safe for a reason that only
a person can see says so on its line: `# text-safe: reason`.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scripts.lints.finding import Finding, Source
from scripts.lints.safe_text import BOUNDARY, Makers, Scope, imported, says_styled
from scripts.lints.widget_text import ATTRIBUTES, METHODS, UPDATE, Sink, base_sink

STYLED_MODULES = {"textual.content": "Content", "rich.text": "Text"}
MARKUP_MODULES = ("textual.markup", "rich.markup")
HINT = "Make it with hoc_tui.text, or annotate what holds it as Content."

Function = ast.FunctionDef | ast.AsyncFunctionDef


def in_scope(source: Source) -> bool:
    """Whether a file shows anything: it uses Textual and is not the boundary itself."""
    if source.under("hoc_tui/text"):
        return False
    return source.under("hoc_tui/screens", "hoc_tui/widgets") or any(
        name.split(".")[0] in {"textual", "rich"} for name, _ in _imports(source)
    )


def text_boundary(source: Source, sinks: Mapping[str, Sink], plain: frozenset[str]) -> Iterator[Finding]:
    """The places of one file where text passes the boundary unmade.

    Args:
        source: The file.
        sinks: The arguments that are shown, by class.
        plain: Functions of `hoc_tui.text` that return `str`.

    Yields:
        What to mend.
    """
    if not in_scope(source):
        return
    yield from _borrowed_makers(source)
    yield from _unsure_templates(source)
    check = _Check(source, sinks, frozenset(imported(source)), "notify" in _defined(source))
    yield from check.block(source.tree.body, Scope(Makers.of(source, plain)), None)


def _borrowed_makers(source: Source) -> Iterator[Finding]:
    """Styled text made elsewhere than in the boundary: imported from the library, or made by calling its class."""
    for name, node in _imports(source):
        if (name in STYLED_MODULES or name in MARKUP_MODULES) and not _only_for_types(source, node):
            yield Finding(
                source.path, node.lineno, "text", f"`{name}` belongs to {BOUNDARY}; import the type from there."
            )
    for call in (node for node in source.nodes if isinstance(node, ast.Call)):
        function = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        if isinstance(function, ast.Name) and function.id in STYLED_MODULES.values():
            yield Finding(
                source.path, call.lineno, "text", f"only {BOUNDARY} makes `{function.id}`; call what it offers."
            )


def _unsure_templates(source: Source) -> Iterator[Finding]:
    """`label(template, …)` with a template that is not our own wording: it is read as markup."""
    if "label" not in imported(source):
        return
    for call in (node for node in source.nodes if isinstance(node, ast.Call)):
        if _last(call.func) == "label" and call.args and not _is_wording(call.args[0]):
            yield Finding(
                source.path,
                call.lineno,
                "text",
                "a template for `label` is a literal or a constant of the wording; other text goes into its slots.",
            )


@dataclass(frozen=True)
class _Check:
    """What stays the same while one file is read."""

    source: Source
    sinks: Mapping[str, Sink]
    from_text: frozenset[str]
    """What the file takes from the boundary."""
    own_notify: bool
    """Whether the file defines `notify` itself, and so decides about markup once for all."""

    def block(self, body: list[ast.stmt], scope: Scope, inside: ast.ClassDef | None) -> Iterator[Finding]:
        """The findings of a module's, a class's or a function's statements."""
        for statement in body:
            yield from self._node(statement, scope, inside)

    def _node(self, node: ast.AST, scope: Scope, inside: ast.ClassDef | None) -> Iterator[Finding]:
        if isinstance(node, ast.ClassDef):
            yield from self.block(node.body, scope, node)
            return
        if isinstance(node, Function):
            yield from self._render(node, inside)
            yield from self.block(node.body, scope.enter(node), inside)
            return
        if isinstance(node, ast.Call):
            yield from self._call(node, scope, inside)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from self._assignment(node, node.value, scope)
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
            scope = scope.within(node.generators)
        for child in ast.iter_child_nodes(node):
            yield from self._node(child, scope, inside)

    def _call(self, call: ast.Call, scope: Scope, inside: ast.ClassDef | None) -> Iterator[Finding]:
        name = _last(call.func)
        if name == "notify" and isinstance(call.func, ast.Attribute):
            yield from self._notify(call)
            return
        sink = self._sink(call, inside)
        for argument in sink.arguments(call) if sink else ():
            if not scope.is_safe(argument):
                yield self._finding(argument, f"{_said(argument)} in `{name}(…)` would be read as markup.")
        if name == "update" and sink is None:
            for argument in UPDATE.arguments(call):
                if _is_surely_plain(argument):
                    yield self._finding(argument, f"{_said(argument)} in `update(…)` would be read as markup.")

    def _sink(self, call: ast.Call, inside: ast.ClassDef | None) -> Sink | None:
        """Which arguments of a call are shown, if it is one that shows any."""
        name = _last(call.func)
        if not isinstance(call.func, ast.Attribute):
            return self.sinks.get(name)
        if name == "__init__" and _last(call.func.value) == "super" and inside is not None:
            return base_sink(inside, self.sinks)
        if name == "update" and _is_widget(call.func.value):
            return UPDATE
        return METHODS.get(name) or self.sinks.get(name)

    def _notify(self, call: ast.Call) -> Iterator[Finding]:
        if self.own_notify:
            return
        words = {word.arg: word.value for word in call.keywords}
        markup = words.get("markup")
        if not (isinstance(markup, ast.Constant) and markup.value is False):
            yield self._finding(call, "`notify` without `markup=False` reads its message as markup.", hint="")
        for argument in (*call.args[:1], *(words[name] for name in ("message", "title") if name in words)):
            if not self._is_said_by_us(argument):
                yield self._finding(
                    argument,
                    f"{_said(argument)} in `notify(…)`; give it `plain(…)` or a constant of the wording.",
                    hint="",
                )

    def _is_said_by_us(self, node: ast.expr) -> bool:
        """Whether a plain string comes from the boundary: what one of its functions made, or its wording."""
        if isinstance(node, ast.IfExp):
            return self._is_said_by_us(node.body) and self._is_said_by_us(node.orelse)
        while isinstance(node, ast.Call | ast.Attribute):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and node.id in self.from_text

    def _assignment(self, node: ast.Assign | ast.AnnAssign, value: ast.expr, scope: Scope) -> Iterator[Finding]:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and not scope.is_safe(value):
                yield self._finding(value, f"{_said(value)} as `{target.attr}` would be read as markup.")

    def _render(self, function: Function, inside: ast.ClassDef | None) -> Iterator[Finding]:
        if inside is not None and function.name == "render" and "str" in _said_to_return(function):
            yield self._finding(function, "`render` that returns `str` is read as markup.")

    def _finding(self, node: ast.AST, sentence: str, *, hint: str = HINT) -> Finding:
        return Finding(self.source.path, getattr(node, "lineno", 1), "text", f"{sentence} {hint}".strip())


def _is_wording(node: ast.expr) -> bool:
    """Whether a template is ours: a literal, or a name in capitals."""
    match node:
        case ast.Constant(value=str()):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.IfExp(body=first, orelse=second):
            return _is_wording(first) and _is_wording(second)
        case _:
            return False


def _is_surely_plain(node: ast.expr) -> bool:
    """Whether an expression can only be a `str`."""
    match node:
        case ast.Constant(value=str(value)):
            return bool(value)
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_surely_plain(left) or _is_surely_plain(right)
        case ast.Call(func=ast.Name(id="str")):
            return True
        case ast.Call(func=ast.Attribute(value=value)):
            return _is_surely_plain(value)
        case _:
            return False


def _is_widget(node: ast.expr) -> bool:
    """Whether `update` is asked of a widget: this one, the one above, or one that was looked up."""
    if isinstance(node, ast.Name):
        return node.id == "self"
    return isinstance(node, ast.Call) and _last(node.func) in {
        "super",
        "query_one",
        "get_child_by_id",
        "get_widget_by_id",
    }


def _said(node: ast.expr) -> str:
    """An expression as the reader wrote it, short enough for a sentence."""
    text = ast.unparse(node)
    return f"`{text if len(text) <= 40 else text[:37] + '…'}`"


def _said_to_return(function: Function) -> str:
    return "" if function.returns is None or says_styled(function.returns) else ast.unparse(function.returns)


def _defined(source: Source) -> set[str]:
    return {node.name for node in source.nodes if isinstance(node, Function)}


def _imports(source: Source) -> Iterator[tuple[str, ast.Import | ast.ImportFrom]]:
    """The modules that are imported, with where."""
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom):
            yield node.module or "", node
        elif isinstance(node, ast.Import):
            yield from ((each.name, node) for each in node.names)


def _only_for_types(source: Source, node: ast.AST) -> bool:
    """Whether an import stands under `if TYPE_CHECKING`."""
    return any(
        isinstance(each, ast.If) and _last(each.test) == "TYPE_CHECKING" and node in each.body for each in source.nodes
    )


def _last(node: ast.AST) -> str:
    """The last name of a call or a dotted name: `notify` for `self.app.notify` and `super` for `super()`."""
    if isinstance(node, ast.Call):
        return _last(node.func)
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
