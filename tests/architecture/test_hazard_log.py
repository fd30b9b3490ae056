import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOG = (ROOT / "docs" / "hazard-log.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/.]+)::(\w+)`", LOG)


def test_every_test_the_hazard_log_names_is_there() -> None:
    """A control without its test is a promise: the log may name only tests that exist."""
    missing = [f"{file}::{name}" for file, name in NAMED if not _is_there(file, name)]
    assert [] == missing


def _is_there(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and re.search(rf"def {name}\(", path.read_text(encoding="utf-8")) is not None


def test_every_hazard_has_a_test() -> None:
    """No row stands without evidence."""
    rows = [line for line in LOG.splitlines() if re.match(r"\| H\d\d \|", line)]
    assert rows
    assert all("::test_" in row for row in rows)
