"""Sealing settled entries, and reading seals back.

On PostgreSQL an entry is settled when its transaction and every older one has ended: those are the rows whose
transaction is below the snapshot's `xmin`. Ordered by transaction, so that a late commit is sealed later and never
skipped. SQLite has one writer, and its order is that of the numbers.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    RowMapping,
    Text,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
)

from hoc_tui.data.audit import EVENT, FIELDS, AnySelect, entry_of, unsealed
from hoc_tui.data.tables import AuditSealRow, SealedEventRow, mapped
from hoc_tui.domain.audit_seals import LONGEST_LIST, Seal, SealedEntry, seal_over

SEAL_LOCK = 7_306_002
"""PostgreSQL advisory lock: who seals, seals alone. The unique number and the unique hash before would stop a second
one anyway, with an error."""


def seal_settled(connection: Connection, now: datetime) -> Seal | None:
    """Seal what is settled and in no seal yet.

    Args:
        connection: Inside a transaction that its caller commits; on SQLite one that began as a writer.
        now: The time in UTC, for SQLite; PostgreSQL asks its own clock, by which its entries are dated.

    Returns:
        The new seal; None when there was nothing to seal.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(SEAL_LOCK)))
    before = newest_seal(connection)
    settled_before, entries = _settled(connection, before)
    if not entries:
        return None
    seal = seal_over(entries, before, _time(connection, now), settled_before)
    _keep(connection, seal)
    return seal


def _time(connection: Connection, now: datetime) -> datetime:
    if connection.dialect.name != "postgresql":
        return now
    time: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return time


def _settled(connection: Connection, before: Seal | None) -> tuple[int, list[SealedEntry]]:
    """The boundary up to which transactions have ended, and the entries below it that no seal has, in order."""
    wanted = unsealed().add_columns(EVENT.c.xid).order_by(EVENT.c.xid, EVENT.c.seq).limit(LONGEST_LIST)
    if connection.dialect.name != "postgresql":
        rows = connection.execute(wanted.where(EVENT.c.seq > (before.last_seq if before else 0))).mappings().all()
        return 0, [_sealed(row) for row in rows]
    rows = connection.execute(_below_boundary(wanted, before.settled_before if before else 0)).mappings().all()
    boundaries = {row["boundary"] for row in rows[:1]}
    if len(rows) == LONGEST_LIST:
        # A list that was cut at its greatest length begins again where it ended.
        boundaries.add(rows[-1]["xid"])
    return min(boundaries, default=0), [_sealed(row) for row in rows]


def _below_boundary(wanted: AnySelect, begun: int) -> AnySelect:
    """Settled rows from a transaction on, with the boundary, in one statement and so of one snapshot."""
    xmin, xmax = _boundary("xmin"), _boundary("xmax")
    # Transactions that this server has not begun yet came with a backup of another one, and are ended there.
    ended = or_(EVENT.c.xid < xmin, EVENT.c.xid >= xmax)
    # An entry of a practice that was on SQLite meanwhile has no transaction, and may come after any seal.
    not_before = or_(EVENT.c.xid >= begun, literal(begun, BigInteger) > xmax, EVENT.c.xid == 0)
    return wanted.add_columns(xmin.label("boundary")).where(ended, not_before)


def _boundary(side: str) -> ColumnElement[int]:
    snapshot = getattr(func, f"pg_snapshot_{side}")(func.pg_current_snapshot())
    return cast(cast(snapshot, Text), BigInteger)


def _sealed(row: RowMapping) -> SealedEntry:
    entry = entry_of({name: row[name] for name in FIELDS})
    return SealedEntry(seq=entry.seq, fingerprint=entry.fingerprint)


def _keep(connection: Connection, seal: Seal) -> None:
    connection.execute(insert(AuditSealRow).values(seal.model_dump(exclude={"entries"})))
    rows = [
        {"seq": one.seq, "seal": seal.number, "place": place, "fingerprint": one.fingerprint}
        for place, one in enumerate(seal.entries, start=1)
    ]
    connection.execute(insert(SealedEventRow), rows)


# -- Reading ------------------------------------------------------------------------------------------------------


def newest_seal(connection: Connection) -> Seal | None:
    """The last seal, without its entries; None when nothing has been sealed."""
    table = mapped(AuditSealRow)
    row = connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).mappings().one_or_none()
    return Seal.model_validate(dict(row)) if row is not None else None


def seals_after(connection: Connection, number: int) -> Iterator[Seal]:
    """Every seal after a number, with its entries, one by one."""
    table = mapped(AuditSealRow)
    rows = connection.execute(select(table).where(table.c.number > number).order_by(table.c.number)).mappings().all()
    for row in rows:
        yield Seal.model_validate(dict(row) | {"entries": _entries_in(connection, row["number"])})


def _entries_in(connection: Connection, number: int) -> Sequence[SealedEntry]:
    table = mapped(SealedEventRow)
    wanted = select(table.c.seq, table.c.fingerprint).where(table.c.seal == number).order_by(table.c.place)
    return [SealedEntry(seq=row.seq, fingerprint=row.fingerprint) for row in connection.execute(wanted)]
