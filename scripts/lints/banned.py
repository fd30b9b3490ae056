"""Calls that are right elsewhere and wrong here, each with what it broke."""

import ast
from collections.abc import Iterator

from scripts.lints.finding import Finding, Source

CLOCK_FREE = ("hoc_tui/domain", "hoc_tui/services")
"""Where today's date, new ids and the environment are arguments, so that a rule can be tried on any day."""
DECIMAL_ONLY = ("hoc_tui/domain", "hoc_tui/services", "hoc_tui/interop", "hoc_tui/content")
"""Where a number is a result, a target or a range."""
STORED = ("hoc_tui/data",)
"""Where numbers are kept; a time-out in seconds may be a float here, a column may not."""

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.localtime",
    "time.gmtime",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid1",
    "uuid4",
    "os.urandom",
    "secrets.token_bytes",
    "secrets.token_hex",
}
ENVIRONMENT = {"os.environ", "os.getenv", "environ.get"}
FLOAT_COLUMNS = {"Float", "REAL", "Double", "DOUBLE", "DOUBLE_PRECISION"}


def banned(source: Source) -> Iterator[Finding]:
    """The banned calls of one file."""
    yield from _threads(source)
    if source.under(*CLOCK_FREE):
        yield from _clocks(source)
    if source.under(*DECIMAL_ONLY):
        yield from _floats(source)
    if source.under(*STORED):
        yield from _float_columns(source)


def _threads(source: Source) -> Iterator[Finding]:
    """`@work(thread=True)`: Textual runs it on the default pool, and a hung database call then blocks quitting."""
    for call in _calls(source):
        if _dotted(call.func).split(".")[-1] == "work" and any(
            word.arg == "thread" and not _is(word.value, constant=False) for word in call.keywords
        ):
            yield Finding(
                source.path,
                call.lineno,
                "thread",
                "`work(thread=True)` runs on the pool that blocks quitting; await the desk's own thread instead.",
            )


def _clocks(source: Source) -> Iterator[Finding]:
    """The clock, chance and the environment, read where they should be arguments."""
    for node in source.nodes:
        if not isinstance(node, ast.Attribute | ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        name = ".".join(_dotted(node).split(".")[-2:])
        if name in CLOCKS:
            yield Finding(
                source.path, node.lineno, "clock", f"`{name}` here; take the date, time or id as an argument."
            )
        elif name in ENVIRONMENT:
            yield Finding(
                source.path, node.lineno, "clock", f"`{name}` here; settings are read in config, and handed on."
            )


def _floats(source: Source) -> Iterator[Finding]:
    """Floats where a result may pass: 7.10 becomes 7.1, and 0.1 + 0.2 is not 0.3."""
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == "float":
            yield Finding(
                source.path, node.lineno, "float", "`float` here; numbers are Decimal, with the precision sent."
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield Finding(
                source.path, node.lineno, "float", "a float literal here; write Decimal with its figures quoted."
            )


def _float_columns(source: Source) -> Iterator[Finding]:
    """Columns that would keep a result as a float."""
    for node in source.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node).split(".")[-1] in FLOAT_COLUMNS:
            yield Finding(
                source.path, node.lineno, "float", "a float column here; numbers are stored as sent, as text."
            )


def _is(node: ast.expr, *, constant: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is constant


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in source.nodes if isinstance(node, ast.Call))


def _dotted(node: ast.AST) -> str:
    """`a.b.c` for such an expression; what is not a name shows as `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return "?"
