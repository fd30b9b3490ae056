"""How long files and functions are.

Reason: what a reviewer cannot see on one screen, a reviewer does not review. The figures are those of the best-kept
programs of this kind: functions of 5 to 10 lines in the middle and under 30 nearly always.
"""

import ast
import statistics
from collections.abc import Iterable, Iterator

from scripts.lints.finding import Finding, Source

FILE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_LINES = 10
P95_LINES = 30
ENOUGH_FUNCTIONS = 40
"""Below this many functions a median says nothing."""

Function = ast.FunctionDef | ast.AsyncFunctionDef

WRITTEN_ONCE = "hoc_tui/data/migrations/versions"
"""A migration is history: it is as long as the change was, and never edited."""


def shape(source: Source) -> Iterator[Finding]:
    """Files and functions that are too long, counted as they stand, docstring and all."""
    if source.under(WRITTEN_ONCE):
        return
    lines = len(source.text.splitlines())
    if lines > FILE_LINES:
        yield Finding(source.path, 1, "shape", f"{lines} lines; a file has at most {FILE_LINES}. Give a part its own.")
    for function in functions(source):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield Finding(
                source.path,
                function.lineno,
                "shape",
                f"`{function.name}` has {lines} lines; a function has at most {FUNCTION_LINES}. Name its steps.",
            )


def functions(source: Source) -> Iterator[Function]:
    """Every function and method of a file."""
    return (node for node in source.nodes if isinstance(node, Function))


def code_lines(function: Function) -> int:
    """A function's lines without its docstring: explaining more never counts against anybody."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None or first.end_lineno is None:
        return whole
    return whole - (first.end_lineno - first.lineno + 1)


def spread(sources: Iterable[Source]) -> tuple[int, float, int]:
    """How long functions are over many files.

    Returns:
        How many there are, the median length and the 95th percentile, in lines without docstrings.
    """
    lengths = [code_lines(each) for source in sources if not source.under(WRITTEN_ONCE) for each in functions(source)]
    if len(lengths) < 2:
        return len(lengths), float(sum(lengths)), sum(lengths)
    return len(lengths), statistics.median(lengths), round(statistics.quantiles(lengths, n=20)[-1])


def spread_findings(sources: Iterable[Source]) -> Iterator[Finding]:
    """Whether the package as a whole has grown long functions."""
    count, median, p95 = spread(sources)
    if count >= ENOUGH_FUNCTIONS and (median > MEDIAN_LINES or p95 > P95_LINES):
        yield Finding(
            "hoc_tui",
            1,
            "shape",
            f"functions have a median of {median:g} lines (at most {MEDIAN_LINES}) "
            f"and a 95th percentile of {p95} (at most {P95_LINES}).",
        )
