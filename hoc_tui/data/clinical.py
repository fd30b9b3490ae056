"""Which tables are clinical: the one list, for the row security that PostgreSQL puts on each.

A person's clinical rows are visible only to a login that has a committed event of opening that person's record within
twelve hours, in psql, too. What binds here is every login but the owner and superusers.
"""

from sqlalchemy import Connection, text

CLINICAL = (
    *("condition", "background_entry", "background_list", "result"),
    *("care_plan", "agenda_item", "goal", "action", "decision", "target", "link"),
    *("plan_version", "version_mark", "revision"),
    *("review", "result_move"),
)
"""Tables whose rows say something of a person's health, care or conversation."""

NOT_CLINICAL = ("person", "name_key", "identity", "need", "contact", "visit", "audit_event", "presence")
"""Tables that name a person and are read without opening a record: by Find, by Today, and by the audit itself.

Needs are on Today's list so that a large-print letter or an interpreter is there in time.
"""

LISTS = ("triage", "quarantine")
"""Clinical lists over several people: each shows its rows to a login that has a committed event of opening the list."""

ADMITTED_HOURS = 12
"""How long a committed event admits a login to a person's rows."""
ADMITTING_ACTS = ("opened", "shown-without-the-screen")
"""Acts that admit: those that are committed before anything is read."""


def row_security(table: str) -> tuple[str, ...]:
    """The statements that put row security on a clinical table of PostgreSQL.

    Rows are added without it, for a record of somebody new has not been opened; nothing is read back in adding.
    """
    opened = "person_id = ANY ((SELECT audit_opened())::uuid[])"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_opened ON {table} USING ({opened})",
        f"CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK (true)",
    )


def list_security(table: str, name: str, shown: str) -> tuple[str, ...]:
    """The statement that lets a list show some rows of a clinical table of PostgreSQL.

    Args:
        table: The table.
        name: One of `LISTS`.
        shown: Which of its rows the list shows, as SQL.
    """
    listed = f"(SELECT audit_listed('{name}')) AND ({shown})"
    return (f"CREATE POLICY {table}_{name} ON {table} USING ({listed})",)


def missing_row_security(connection: Connection) -> tuple[str, ...]:
    """Clinical tables whose row security is off; SQLite has none."""
    if connection.dialect.name != "postgresql":
        return ()
    on = text("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
    standing = {name.rpartition(".")[2].strip('"') for name in connection.execute(on).scalars()}
    return tuple(f"row security of {table}" for table in CLINICAL if table not in standing)
