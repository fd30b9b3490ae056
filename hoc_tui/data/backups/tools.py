"""PostgreSQL's own programs for backups: found, held to the server's version, run, and their errors said in a sentence.

Never their own words: an error of COPY quotes the row.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from hoc_tui.data.engine import POSTGRESQL_LINK, database_url, open_engine
from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable, HocError, Refused

DUMP: Final = "pg_dump"
RESTORE: Final = "pg_restore"
INSTALL: Final = "Install PostgreSQL's client programs, or name their folder with --tools or HOC_PG_TOOLS."
_VERSION: Final = re.compile(r"\b(\d+)(?:\.|\b)")
_SECRETS: Final = {"password": "PGPASSWORD", "passfile": "PGPASSFILE"}


@dataclass(frozen=True)
class Tool:
    """One of PostgreSQL's programs.

    Args:
        name: "pg_dump" or "pg_restore".
        folder: Where it is; None means on the path.
    """

    name: str
    folder: Path | None

    def found(self) -> str:
        """The program's file.

        Raises:
            ConfigurationMissing: It is not there.
        """
        where = shutil.which(self.name, path=str(self.folder) if self.folder else None)
        if where is None:
            place = f"in {self.folder}" if self.folder else "on this machine's path"
            raise ConfigurationMissing(f"The program {self.name} is not {place}.", hint=INSTALL)
        return where

    def require_for(self, connection: Connection) -> None:
        """Stop here unless the program is of the server's own main version.

        An older one refuses. A newer one dumps what only a newer pg_restore can read, and that one says `SET
        transaction_timeout`, which no server before 17 knows: the backup could not be restored where it came from.

        Raises:
            ConfigurationMissing: It is of another version, or it does not run.
        """
        own, server = self._version(), server_version(connection)
        if own != server:
            raise ConfigurationMissing(
                f"{self.name} is of PostgreSQL {own} and the server is PostgreSQL {server}: they must be the same.",
                hint=INSTALL,
            )

    def _version(self) -> int:
        try:
            said = subprocess.run([self.found(), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - a program that its user named
        except (OSError, subprocess.CalledProcessError):
            raise ConfigurationMissing(f"The program {self.name} does not run here.", hint=INSTALL) from None
        number = _VERSION.search(said)
        return int(number[1]) if number else 0

    @contextmanager
    def running(self, url: str, arguments: Sequence[str | Path]) -> Iterator["Running"]:
        """The program at work on a database, for as long as the block lasts and no longer.

        Args:
            url: The database.
            arguments: What it is asked, without the database.
        """
        address, secrets = reached_by(url)
        command = [self.found(), "--no-password", f"--dbname={address}", *map(str, arguments)]
        with subprocess.Popen(  # noqa: S603 - a program that its user named, without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            # A file that grows too large is then an error with words; it would be a signal otherwise.
            restore_signals=False,
            # In English, because its errors are looked through; nobody sees them.
            env={**os.environ, **secrets, "LC_ALL": "C", "PGAPPNAME": "hoc-tui"},
        ) as process:
            try:
                yield Running(self.name, process)
            finally:
                process.kill()

    def listing(self, file: Path) -> list[str]:
        """What the program says that a backup holds, line by line; pg_restore only.

        Raises:
            HocError: It cannot read it.
        """
        done = subprocess.run([self.found(), "--list", str(file)], capture_output=True, check=False)  # noqa: S603 - as above
        if done.returncode != 0:
            raise HocError(f"{self.name} cannot read the backup.", hint="Use one of the newer PostgreSQL.")
        return done.stdout.decode(errors="replace").splitlines()


@dataclass(frozen=True)
class Running:
    """A program at work."""

    name: str
    process: "subprocess.Popen[bytes]"

    def wait(self) -> None:
        """Wait until the program has done its work.

        Raises:
            HocError: It ended with an error.
        """
        stream: IO[bytes] | None = self.process.stderr
        said = stream.read().decode(errors="replace") if stream else ""
        if self.process.wait() != 0:
            raise _meaning(self.name, said)


def _meaning(name: str, said: str) -> HocError:
    for words, error, sentence, hint in _SAID:
        if re.search(words, said):
            return error(sentence.format(name=name), hint=hint)
    return HocError(f"{name} ended with an error; nothing was kept of it.", hint="Look into the server's log.")


_SAID: Final[tuple[tuple[str, type[HocError], str, str], ...]] = (
    (
        r"No space left on device|File too large|Disk quota exceeded|could not extend file",
        HocError,
        "There was no room left on a disk when {name} wrote.",
        "Make room, or name a file on another disk.",
    ),
    (
        r"server version mismatch|unsupported version",
        ConfigurationMissing,
        "{name} is older than the server or the backup.",
        INSTALL,
    ),
    (
        r"row-level security|permission denied|must be (?:owner|superuser|member)",
        Refused,
        "Your login at the database may not do this with {name}.",
        "Use the owner's address, with a login that row security does not bind.",
    ),
    (
        r'role "[^"]*" does not exist',
        HocError,
        "The backup gives rights to roles that this server does not have.",
        "Make the practice's roles on this server first.",
    ),
    (
        r"connection to server|could not connect|server closed the connection|no connection to the server",
        DatabaseUnavailable,
        "{name} cannot reach the database.",
        "Look whether the server is up, and whether the address is right.",
    ),
)


def server_version(connection: Connection) -> int:
    """The server's main version, such as 18."""
    number: int = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    return number // 10_000


def reached_by(url: str) -> tuple[str, dict[str, str]]:
    """How libpq's programs reach a database: what may stand on a command line, and what only the environment may hold.

    Raises:
        ConfigurationMissing: The address holds a secret that can only be given on a command line.
    """
    words = _connection_words(database_url(url))
    if "sslpassword" in words:
        raise ConfigurationMissing(
            "The database's address holds the password of a key, which would be seen on a command line.",
            hint="Use a key without one, readable by its owner only.",
        )
    secrets = {variable: words.pop(word) for word, variable in _SECRETS.items() if word in words}
    address = " ".join(f"{word}={_quoted(value)}" for word, value in words.items())
    return address, secrets


def _connection_words(url: URL) -> dict[str, str]:
    engine = open_engine(url.render_as_string(hide_password=False))
    known: Any = engine.dialect.create_connect_args(url)[1]
    return POSTGRESQL_LINK | {word: str(value) for word, value in known.items() if word not in _OURS}


_OURS: Final = frozenset({"context"})
"""What SQLAlchemy adds for psycopg, and libpq does not know."""


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
