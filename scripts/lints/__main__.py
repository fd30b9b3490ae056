"""Run every lint of the project: `python -m scripts.lints`. Ends with 1 when there is something to mend."""

import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.lints.banned import banned
from scripts.lints.finding import Finding, Source, kept, python_files
from scripts.lints.safe_text import plain_makers
from scripts.lints.shape import shape, spread, spread_findings
from scripts.lints.text_boundary import text_boundary
from scripts.lints.tracked import private_words, texts, tracked
from scripts.lints.widget_text import widget_sinks

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Print what there is to mend, and how long functions are.

    Returns:
        The exit code: 0 when there is nothing to mend.
    """
    package = list(python_files(ROOT, "hoc_tui"))
    findings = sorted({*_code(package), *_words()})
    for finding in findings:
        print(finding)
    count, median, p95 = spread(package)
    print(f"lints: {len(findings)} to mend; {count} functions, median {median:g} lines, 95th percentile {p95}")
    return 1 if findings else 0


def _code(package: list[Source]) -> Iterator[Finding]:
    """What the lints of Python code find."""
    sinks = widget_sinks(package)
    plain = plain_makers(source for source in package if source.under("hoc_tui/text"))
    for source in package:
        yield from kept(banned(source), source)
        yield from kept(text_boundary(source, sinks, plain), source)
    for source in (*package, *python_files(ROOT, "scripts", "bench")):
        yield from shape(source)
    yield from spread_findings(package)


def _words() -> Iterator[Finding]:
    """What the lint of all tracked files finds."""
    private = private_words(ROOT)
    for path, text in texts(ROOT):
        yield from tracked(path, text, private)


if __name__ == "__main__":
    sys.exit(main())
