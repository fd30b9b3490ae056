"""Each lint of the project finds what it is for, lets the rest be, and finds nothing in the tree as it stands."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from scripts.lints.banned import banned
from scripts.lints.finding import Finding, Source, kept
from scripts.lints.shape import FILE_LINES, FUNCTION_LINES, shape, spread, spread_findings
from scripts.lints.tracked import tracked

ROOT = Path(__file__).resolve().parents[2]


def _banned(path: str, code: str) -> list[Finding]:
    source = Source.of(path, dedent(code))
    return list(kept(banned(source), source))


def _function(lines: int, name: str = "long") -> str:
    return f"def {name}():\n" + "    x = 1\n" * (lines - 1)


def test_the_tree_is_clean() -> None:
    """What is promised of this repository holds for it."""
    run = subprocess.run([sys.executable, "-m", "scripts.lints"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = 1\n" * FILE_LINES, 0),
        ("x = 1\n" * (FILE_LINES + 1), 1),
        (_function(FUNCTION_LINES), 0),
        (_function(FUNCTION_LINES + 1), 1),
        ("class A:\n    async def f(self):\n" + "        x = 1\n" * FUNCTION_LINES, 1),
    ],
)
def test_shape_finds_long_files_and_functions(code: str, found: int) -> None:
    """One line over the limit is over the limit."""
    assert found == len(list(shape(Source.of("hoc_tui/domain/a.py", code))))


def test_a_migration_may_be_as_long_as_its_change() -> None:
    """History is written once and never edited."""
    long = Source.of("hoc_tui/data/migrations/versions/v0001.py", _function(200, "upgrade"))

    assert list(shape(long)) == []


def test_a_docstring_does_not_make_a_function_long() -> None:
    """Explaining more never counts against anybody."""
    code = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'

    assert (2, 2.0, 2) == spread([Source.of("hoc_tui/a.py", code), Source.of("hoc_tui/b.py", code)])


def test_a_package_of_long_functions_is_found_as_a_whole() -> None:
    """Each function may pass and the habit still be wrong."""
    many = Source.of("hoc_tui/a.py", "".join(_function(20, f"f{number}") for number in range(50)))

    assert len(list(spread_findings([many]))) == 1
    assert list(spread_findings([Source.of("hoc_tui/a.py", _function(20))])) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("@work(thread=True)\ndef f(): ...", 1),
        ("@textual.work(exclusive=True, thread=True)\ndef f(): ...", 1),
        ("@work(thread=in_thread)\ndef f(): ...", 1),
        ("@work(exit_on_error=False)\nasync def f(): ...", 0),
        ("@work(thread=False)\nasync def f(): ...", 0),
    ],
)
def test_threads_of_the_default_pool_are_banned_everywhere(code: str, found: int) -> None:
    """A hung call on Textual's pool would block quitting."""
    assert found == len(_banned("hoc_tui/screens/a.py", code))


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "make(clock=time.monotonic)",
        "uuid4()",
        "uuid.uuid4()",
        "os.environ['HOME']",
        "os.getenv('HOME')",
    ],
)
def test_domain_and_services_read_no_clock_no_chance_and_no_environment(code: str) -> None:
    """Today's date, new ids and settings are arguments there, and read where the program is put together."""
    assert len(_banned("hoc_tui/domain/a.py", code)) == 1
    assert len(_banned("hoc_tui/services/a.py", code)) == 1
    assert _banned("hoc_tui/runtime/a.py", code) == []


@pytest.mark.parametrize("code", ["def f(today: date) -> date: return today", "datetime.combine(a, b)", "UUID(text)"])
def test_dates_and_ids_as_arguments_are_let_be(code: str) -> None:
    """Working with a date is not reading the clock."""
    assert _banned("hoc_tui/domain/a.py", code) == []


@pytest.mark.parametrize("code", ["float(value)", "limit = 7.1", "def f(value: float) -> None: ..."])
def test_results_are_never_floats(code: str) -> None:
    """7.10 would become 7.1."""
    assert len(_banned("hoc_tui/interop/a.py", code)) == 1
    assert _banned("hoc_tui/widgets/a.py", code) == []


def test_decimals_are_let_be() -> None:
    """A Decimal with its figures quoted keeps its precision."""
    assert _banned("hoc_tui/domain/a.py", "limit = Decimal('7.10') * 2") == []


def test_a_column_is_never_a_float_but_a_timeout_may_be() -> None:
    """Only what is stored loses its precision."""
    assert len(_banned("hoc_tui/data/a.py", "value = mapped_column(sa.Float)")) == 1
    assert _banned("hoc_tui/data/a.py", "def wait(seconds: float = 2.5) -> None: ...") == []


def test_a_reason_lets_a_line_through_and_a_bare_comment_does_not() -> None:
    """An exception is argued where it is made."""
    assert _banned("hoc_tui/domain/a.py", "x = 0.5  # float-safe: a share of cells, no result") == []
    assert _banned("hoc_tui/domain/a.py", "# float-safe: a share of cells, no result\nx = 0.5") == []
    assert len(_banned("hoc_tui/domain/a.py", "x = 0.5  # float-safe:")) == 1
    assert len(_banned("hoc_tui/domain/a.py", "x = 0.5  # clock-safe: the wrong rule")) == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see " + "/home/" + "somebody/notes", 1),
        ("see " + "/Users/" + "somebody", 1),
        ("cd " + "/root/" + "x", 1),
        ("index at https://" + "pypi" + ".org/simple", 1),
        ("pip install --" + "index-url=https://example.org", 1),
        ("configuration is in /etc/hoc-tui/config.toml", 0),
        ("<system value='https://fhir.example.org/home/address'/>", 0),
        ("state goes to ~/.local/state, or /home/*/.local/state", 0),
        ("home/work/mobile", 0),
    ],
)
def test_no_machine_and_no_registry_is_named(line: str, found: int) -> None:
    """What is true on one machine is not written down for all."""
    assert found == len(list(tracked("README.md", f"# Title\n{line}\n")))
