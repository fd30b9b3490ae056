"""What is installed is what is here: the wheel holds every file of the package."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built as it is for a release but from what is installed, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def _here() -> set[str]:
    """The package's files, from the repository's root."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "hoc_tui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    """Styles, tables, templates and migrations are read from where the program is installed."""
    assert set() == _here() - set(wheel.namelist())


def test_the_wheel_holds_the_migrations(wheel: zipfile.ZipFile) -> None:
    """Without them an installed program could make no database."""
    names = wheel.namelist()

    assert "hoc_tui/data/migrations/env.py" in names
    assert any(name.startswith("hoc_tui/data/migrations/versions/v") for name in names)


def test_the_wheel_holds_nothing_else_but_its_own_papers(wheel: zipfile.ZipFile) -> None:
    """Tests, lints and records do not travel; the licence does."""
    papers = {name.partition("/")[2] for name in wheel.namelist() if not name.startswith("hoc_tui/")}

    assert {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"} == papers


def test_the_wheel_starts_the_program_by_its_name(wheel: zipfile.ZipFile) -> None:
    """`hoc-tui` is the command line's `main`."""
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "hoc-tui = hoc_tui.cli.main:main" in wheel.read(name).decode()
