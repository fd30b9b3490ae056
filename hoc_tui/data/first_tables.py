"""The tables that stand before the first list, by the names and types of their columns alone.

Why not the declared ones: declaring all tables takes longer than loading the rest of SQLAlchemy (227 ms against 177,
measured), and Today is painted without them. A test holds both to the same names and types.
"""

from sqlalchemy import BigInteger, Boolean, Date, Integer, Text, Uuid, column, table

from hoc_tui.data.columns import JsonText, UtcDateTime

PRACTICE = table(
    "practice", column("id", Uuid()), column("name", Text()), column("zone", Text()), column("demo", Boolean())
)

STAFF = table(
    "staff",
    *(column(name, Uuid()) for name in ("id", "practice_id")),
    *(column(name, Text()) for name in ("account", "name", "role")),
    *(column(name, Date()) for name in ("started", "ended")),
    column("champion", Boolean()),
)

PERSON = table(
    "person",
    column("person_id", Uuid()),
    *(column(name, Text()) for name in ("family", "given", "title", "preferred", "nhs_number", "registration")),
    column("born", Date()),
)

VISIT = table(
    "visit",
    *(column(name, Uuid()) for name in ("person_id", "id", "practice_id", "staff_id")),
    *(column(name, Integer()) for name in ("version", "minutes")),
    *(column(name, UtcDateTime()) for name in ("starts_at", "arrived_at", "ended_at")),
    *(column(name, Text()) for name in ("step", "blocked")),
)

NEED = table("need", column("person_id", Uuid()), column("text", Text()), column("ended_at", UtcDateTime()))

NEWEST_PLAN = table("newest_plan", column("person_id", Uuid()), column("number", Integer()))
"""Why a view: under row security a list over everybody would say that those have no plan whom nobody has opened."""

AUDIT_EVENT = table(
    "audit_event",
    *(column(name, Uuid()) for name in ("id", "practice_id", "staff_id", "person_id", "op_id", "continues")),
    *(column(name, Text()) for name in ("account", "name", "role", "place", "act", "words", "why", "login")),
    *(column(name, UtcDateTime()) for name in ("at", "entered_at")),
    column("things", JsonText()),
    column("xid", BigInteger()),
)
"""Without `seq`, which the database counts."""
