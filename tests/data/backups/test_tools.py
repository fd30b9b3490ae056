"""PostgreSQL's own programs: missing, of another version, in trouble, and never told a password for all to see."""

import os
from pathlib import Path

import pytest

from hoc_tui.data.backups.tools import reached_by
from hoc_tui.data.backups.whole import Making, back_up
from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable, HocError, Refused
from tests.support.backups import (
    NOW,
    execute,
    tools_for,
    value,
)


def fake_tool(folder: Path, name: str, script: str) -> Path:
    """A program of PostgreSQL's that is none."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return folder


def test_programs_that_are_missing_or_of_another_version_are_said(postgres_practice: str, elsewhere: Path) -> None:
    """One sentence says which program is missing, or which versions do not go together, and what to do."""
    file, empty = elsewhere / "practice.backup", elsewhere / "tools"
    empty.mkdir()
    with pytest.raises(ConfigurationMissing, match="pg_dump is not in"):
        back_up(postgres_practice, file, Making(NOW, "0.0.0", empty))
    old = fake_tool(empty, "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'")
    with pytest.raises(ConfigurationMissing, match="pg_dump is of PostgreSQL 9 and the server is PostgreSQL"):
        back_up(postgres_practice, file, Making(NOW, "0.0.0", old))
    assert not file.exists()


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ("could not write to file: No space left on device", HocError, "no room left"),
        ("query would be affected by row-level security policy", Refused, "may not do this"),
        ("ERROR:  permission denied for table person", Refused, "may not do this"),
        ("connection to server on socket failed", DatabaseUnavailable, "cannot reach"),
        ("DETAIL: Key (family)=(Okafor)", HocError, "ended with an error"),
    ],
)
def test_what_goes_wrong_with_a_program_is_said_in_our_words(
    postgres_practice: str, elsewhere: Path, said: str, kind: type[HocError], sentence: str
) -> None:
    """Its own words may quote a row, and are never shown."""
    version = int(str(value(postgres_practice, "SHOW server_version_num"))) // 10_000
    script = f"[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) {version}.1' && exit; echo '{said}' >&2; exit 1"
    tools = fake_tool(elsewhere / "tools", "pg_dump", script)
    with pytest.raises(kind, match=sentence) as refused:
        back_up(postgres_practice, elsewhere / "practice.backup", Making(NOW, "0.0.0", tools))
    assert "Okafor" not in str(refused.value)
    assert ["tools"] == [one.name for one in elsewhere.iterdir()]


def test_a_login_under_row_security_is_refused(postgres_practice: str, elsewhere: Path) -> None:
    """A login that may not see every row makes no backup of those it sees."""
    login = f"clerk_{os.getpid()}"
    execute(
        postgres_practice,
        f"CREATE ROLE {login} LOGIN",
        f"GRANT USAGE ON SCHEMA public TO {login}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {login}",
    )
    try:
        clerk = postgres_practice.replace("//hoc@", f"//{login}@")
        with pytest.raises(Refused):
            back_up(clerk, elsewhere / "practice.backup", Making(NOW, "0.0.0", tools_for(postgres_practice)))
        assert [] == list(elsewhere.iterdir())
    finally:
        execute(postgres_practice, f"DROP OWNED BY {login}", f"DROP ROLE {login}")


def test_a_password_is_never_on_a_command_line() -> None:
    """What every account of a machine can read holds the host and the name; the password goes another way."""
    address, secrets = reached_by("postgresql://me:ses'ame@/hoc?host=one:1&host=two:2&target_session_attrs=read-write")

    assert "ses" not in address.replace("target_session_attrs", "")
    assert {"PGPASSWORD": "ses'ame"} == secrets
    assert {"host='one,two'", "port='1,2'", "dbname='hoc'", "target_session_attrs='read-write'"} <= set(address.split())
    with pytest.raises(ConfigurationMissing, match="password of a key"):
        reached_by("postgresql://me@one/hoc?sslpassword=sesame")
