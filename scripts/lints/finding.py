"""What a lint says, and how a line asks to be let through."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One Python file, read and parsed once for all lints."""

    path: str
    """From the repository's root, with forward slashes."""
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    """Every node of the tree: walking it once for all lints is what makes them quick."""

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        """Parse `text` as the file `path`."""
        tree = ast.parse(text, filename=path)
        return cls(path, text, tree, tuple(ast.walk(tree)))

    def under(self, *folders: str) -> bool:
        """Whether this file is one of `folders` or lies in one of them."""
        return any(self.path == folder or self.path.startswith(f"{folder}/") for folder in folders)


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks a promise."""

    path: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        """As editors and terminals make a link of it."""
        return f"{self.path}:{self.line}: {self.rule}: {self.sentence}"


def kept(findings: Iterable[Finding], source: Source) -> Iterator[Finding]:
    """The findings whose line does not argue its case.

    A line is let through by a comment that names the rule and says why, on the line itself or the one above:
    `# text-safe: the lexer returns Content`. Without a reason it is no argument.

    Args:
        findings: What a lint found in `source`.
        source: The file.

    Yields:
        What remains to be mended.
    """
    lines = source.text.splitlines()
    for finding in findings:
        around = lines[max(0, finding.line - 2) : finding.line]
        if not any(re.search(rf"#.*\b{finding.rule}-safe: \w", line) for line in around):
            yield finding


def python_files(root: Path, *folders: str) -> Iterator[Source]:
    """Every Python file below `folders`, in order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield Source.of(path.relative_to(root).as_posix(), path.read_text("utf-8"))
