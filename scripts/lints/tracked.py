"""What no tracked file may say: where somebody's machine keeps things, and where packages come from there.

Reason: a path or an address of one machine fails on every other, and tells strangers about it. The patterns are
general; a maintainer's own words (a host, a client, a colleague) go one to a line into `.git/info/private-words`, which
git never tracks.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.lints.finding import Finding

MACHINE_PATH = re.compile(r"(?<![\w.*}])/(?:home|Users|r[o]ot|work|workspace|mnt)/\w")
REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.[o]rg|registry\.npmjs|--(?:extra-)?index[-]url|--find[-]links|PIP_INDEX[_]URL"
)
FORBIDDEN = (
    (MACHINE_PATH, "a path of one machine; write it relative, or with XDG's names."),
    (REGISTRY, "a package registry's address; which one is used is its user's setting."),
)


def tracked(path: str, text: str, private: Iterable[re.Pattern[str]] = ()) -> Iterator[Finding]:
    """The lines of one file that say what they should not.

    Args:
        path: From the repository's root.
        text: What the file holds.
        private: Words that this checkout's maintainer keeps to themselves.

    Yields:
        One finding for each line and pattern.
    """
    patterns = [*FORBIDDEN, *((word, "a word that is kept out of this repository.") for word in private)]
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, sentence in patterns:
            if pattern.search(line):
                yield Finding(path, number, "tracked", sentence)


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every text file that is tracked or about to be: its path and what it holds."""
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in sorted({name for name in listed if name}):
        path = root / name
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode("utf-8", errors="replace")


def private_words(root: Path) -> list[re.Pattern[str]]:
    """The maintainer's own patterns, if there are any."""
    path = root / _git(root, "rev-parse", "--git-path", "info/private-words").strip()
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [re.compile(line, re.IGNORECASE) for line in lines if line.strip()]


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout
