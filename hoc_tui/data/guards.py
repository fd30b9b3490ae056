"""Append-only tables: the database itself refuses to alter or remove what was agreed and what happened.

Batch migrations of SQLite rebuild a table and drop its triggers without a word, so the list is checked
at every start.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

FIRST = ("plan_version", "version_mark", "revision", "source_message")
"""The append-only tables of the first schema; a later one brings its own guards."""

APPEND_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "plan_version": (("person_id", "number"), ("person_id", "op_id")),
    "version_mark": (("person_id", "id"),),
    "revision": (("person_id", "id"), ("person_id", "op_id", "item_id", "item_kind"), ("person_id", "seq")),
    "source_message": (("id",), ("practice_id", "sha256")),
    "audit_event": (("id",), ("seq",)),
    "audit_seal": (("number",), ("previous_hash",)),
    "sealed_event": (("seq",), ("seal", "place")),
    "backup_note": (("id",),),
    "result_move": (("person_id", "id"),),
    "test_mapping": (("id",),),
    "content_approval": (("id",),),
}
"""Tables whose rows are only ever added, with the columns that must be unique in each."""


def guard_statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the guards of the first schema up.

    Args:
        dialect: "sqlite" or "postgresql".
    """
    refusal = () if dialect == "sqlite" else (_POSTGRESQL_REFUSAL,)
    return (*refusal, *guards_of(dialect, FIRST))


def guards_of(dialect: str, tables: Iterable[str]) -> tuple[str, ...]:
    """The statements that guard some tables more.

    Args:
        dialect: "sqlite" or "postgresql".
        tables: Those of `APPEND_ONLY` that have just been made.
    """
    if dialect != "sqlite":
        return tuple(_postgresql_guard(table) for table in tables)
    return tuple(
        statement
        for table in tables
        for statement in (
            _sqlite_guard(table, "update"),
            _sqlite_guard(table, "delete"),
            _no_replace(table, APPEND_ONLY[table]),
        )
    )


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Guards that should stand and do not, by name."""
    if connection.dialect.name == "sqlite":
        wanted = {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete", "replace")}
        standing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = {f"{table}_append_only" for table in APPEND_ONLY}
        standing = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    return tuple(sorted(wanted - set(connection.execute(text(standing)).scalars())))


def _sqlite_guard(table: str, verb: str) -> str:
    return f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN {_refusal(table)}; END"


def _no_replace(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    """Refuse REPLACE, which removes the row in its way without asking the guard against DELETE."""
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    taken = " OR ".join(f"({one})" for one in same)
    refusal = f"{_refusal(table)} FROM {table} WHERE {taken}"
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {refusal}; END"


def _refusal(table: str) -> str:
    return f"SELECT RAISE(ABORT, '{table} is append-only')"


_POSTGRESQL_REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def _postgresql_guard(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
