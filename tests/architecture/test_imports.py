"""What has no screen loads no Textual, and what paints first loads no database: seen in a fresh process."""

import json
import os
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


KEPT_DEMO = """
import json, sys
from pathlib import Path
from hoc_tui.cli.demo_practice import Wanted, prepared
from hoc_tui.cli.demo import _hold_clinic
from hoc_tui.cli.run import _Opening
unwanted = tuple(json.load(sys.stdin))
wanted = Wanted(people=20, seed=1, records=Path("none"))
opening = _Opening(prepared(wanted, ""), "demo-nurse", _hold_clinic)
opening()
print(json.dumps(sorted(name for name in sys.modules if name.startswith(unwanted))))
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
    """SQLAlchemy and SQLCipher are loaded on threads of their own, while the first screen is already there."""
    assert [] == _first_to_load(("sqlalchemy", "alembic", "psycopg", "sqlcipher3"), _modules(*BEFORE_THE_DATABASE))


def test_the_domain_loads_nothing_but_pydantic() -> None:
    """The rules can be tried where neither database nor command line is installed."""
    assert [] == _first_to_load(("sqlalchemy", "alembic", "psycopg", "click", "platformdirs"), _modules("domain"))


def test_help_and_version_load_almost_nothing() -> None:
    """`hoc-tui --help` takes under 100 ms because it loads neither screen nor database nor values."""
    heavy = ("textual", "rich", "sqlalchemy", "alembic", "psycopg", "pydantic")

    assert [] == _first_to_load(heavy, ("hoc_tui.__main__",))


def test_a_kept_demo_opens_without_what_made_it(tmp_path: Path) -> None:
    """The made-up people are in the database already: neither they nor migrations nor formats are loaded again.

    Nor is what Today is painted without: SQLAlchemy's ORM, another database's dialect, every declared table, writing.
    """
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    unwanted = (
        *("hoc_tui.demo", "hoc_tui.interop", "hoc_tui.documents", "alembic", "psycopg"),
        *("sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "hoc_tui.data.tables", "hoc_tui.data.writing"),
    )

    def opened() -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", KEPT_DEMO]
        asked = json.dumps(unwanted)
        return subprocess.run(
            command, cwd=ROOT, env=environment, input=asked, capture_output=True, text=True, check=False
        )

    made, kept = opened(), opened()

    assert "hoc_tui.demo" in made.stdout, made.stderr
    assert "[]\n" == kept.stdout, kept.stderr
