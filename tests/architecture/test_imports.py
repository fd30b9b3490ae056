"""What has no screen loads no Textual, and what paints first loads no database: seen in a fresh process."""

import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_A_SCREEN = ("domain", "content", "interop", "documents", "demo", "services", "data", "config")
BEFORE_THE_DATABASE = ("text", "commands", "widgets", "screens", "runtime", "app")
OPEN_THE_SCREEN = frozenset({"hoc_tui.cli.run", "hoc_tui.cli.demo"})
"""The commands that open the program on the screen; every other one is linear."""

PROGRAM = """
import importlib, json, sys
asked = json.load(sys.stdin)
for name in asked["modules"]:
    importlib.import_module(name)
    if loaded := sorted(set(asked["unwanted"]) & set(sys.modules)):
        print(json.dumps([name, *loaded]))
        break
else:
    print("[]")
"""


def _modules(*rooms: str) -> Iterator[str]:
    """The names of every module in some rooms, without importing any; a migration is run by alembic alone."""
    for room in rooms:
        yield f"hoc_tui.{room}"
        for found in pkgutil.walk_packages([str(ROOT / "hoc_tui" / room)], prefix=f"hoc_tui.{room}."):
            if ".migrations." not in found.name:
                yield found.name


def _first_to_load(unwanted: Iterable[str], modules: Iterable[str]) -> list[str]:
    """Import `modules` in a fresh process until one has loaded something unwanted.

    Returns:
        That module and what it loaded; nothing when none did.
    """
    asked = json.dumps({"unwanted": list(unwanted), "modules": list(modules)})
    command = [sys.executable, "-c", PROGRAM]
    run = subprocess.run(command, cwd=ROOT, input=asked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    first: list[str] = json.loads(run.stdout)
    return first


def test_what_has_no_screen_loads_no_textual() -> None:
    """An import at night, and a page printed for a screen reader, need no terminal."""
    linear = (name for name in _modules("cli") if name not in OPEN_THE_SCREEN)

    assert [] == _first_to_load(("textual", "rich"), [*_modules(*WITHOUT_A_SCREEN), *linear])


def test_what_paints_first_loads_no_database() -> None:
    """SQLAlchemy is loaded on the database's own thread, while the first screen is already there."""
    assert [] == _first_to_load(("sqlalchemy", "alembic", "psycopg"), _modules(*BEFORE_THE_DATABASE))


def test_the_domain_loads_nothing_but_pydantic() -> None:
    """The rules can be tried where neither database nor command line is installed."""
    assert [] == _first_to_load(("sqlalchemy", "alembic", "psycopg", "click", "platformdirs"), _modules("domain"))


def test_help_and_version_load_almost_nothing() -> None:
    """`hoc-tui --help` takes under 100 ms because it loads neither screen nor database nor values."""
    heavy = ("textual", "rich", "sqlalchemy", "alembic", "psycopg", "pydantic")

    assert [] == _first_to_load(heavy, ("hoc_tui.__main__",))
