"""Taking in what a file says about one person: new, the same again, or corrected.

The sender's own identity of a result decides which it is; a hash of everything sent decides whether
it changed. A correction adds a row and points the old one to it: nothing is overwritten.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from hoc_tui.data.tables import BackgroundEntryRow, BackgroundListRow, ResultRow, mapped
from hoc_tui.domain.counting import Taken
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import (
    IncomingAllergy,
    IncomingCondition,
    IncomingList,
    IncomingMedicine,
    IncomingRecord,
)
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.taking import Stands
from hoc_tui.domain.vocabulary import BackgroundKind


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a sender offers: its identity there, its content's hash, and the row it would make."""

    source_id: str
    fingerprint: str
    row: dict[str, Any]
    """The columns that say what it is; whose it is and when it came is not among them."""


@dataclass(frozen=True)
class _Outcome:
    added: int
    unchanged: int
    replaced: dict[UUID, Offer]
    """Ids of old rows, and what stands in their place."""
    ids: dict[str, UUID]
    """Ids of the new rows, by the sender's."""

    @property
    def changed(self) -> int:
        """How many rows were replaced."""
        return len(self.replaced)


class Intake:
    """Takes one incoming record into one person's rows, in a constant number of statements.

    Args:
        connection: Inside the transaction of the whole bundle.
        person_id: Whose record.
        message_id: The file it came in.
        at: When.
        new_id: Makes ids for new rows.
    """

    def __init__(
        self, connection: Connection, person_id: UUID, message_id: UUID, at: datetime, new_id: Callable[[], UUID]
    ) -> None:
        self._connection = connection
        self._person_id = person_id
        self._message_id = message_id
        self._at = at
        self._new_id = new_id
        self.corrected: tuple[Stands, ...] = ()
        """Results that took another's place."""

    def take(self, incoming: IncomingRecord) -> Taken:
        """Take everything in and count what became of it."""
        offers = [result_offer(one) for one in incoming.results]
        results = self._settle(mapped(ResultRow), incoming.source_system, offers)
        entries = self._settle(mapped(BackgroundEntryRow), incoming.source_system, list(_entry_offers(incoming)))
        self._settle_lists(incoming.source_system, incoming.lists)
        sent = dict(zip((offer.fingerprint for offer in offers), incoming.results, strict=True))
        self.corrected = tuple(
            Stands(results.ids[offer.source_id], sent[offer.fingerprint], (old,))
            for old, offer in results.replaced.items()
        )
        return Taken(
            results_added=results.added,
            results_unchanged=results.unchanged,
            results_corrected=results.changed,
            other_added=entries.added,
            other_unchanged=entries.unchanged,
            other_changed=entries.changed,
        )

    def _settle(self, table: Table, source_system: str, offered: Sequence[Offer]) -> _Outcome:
        """Point replaced rows to what replaces them, and insert what is new or changed."""
        known = self._known(table, source_system)
        known_hashes = {source_id: fingerprint for source_id, (_, fingerprint) in known.items()}
        offers = told_apart(offered)
        fresh = [offer for offer in offers if known_hashes.get(offer.source_id) != offer.fingerprint]
        rows = [self._row(offer, source_system) for offer in fresh]
        replaced = [{"old": known[row["source_id"]][0], "new": row["id"]} for row in rows if row["source_id"] in known]
        # In this order, because the database lets only one row of each sender's id count at a time.
        self._point(table, replaced)
        if rows:
            self._connection.execute(insert(table), rows)
        old = {known[offer.source_id][0]: offer for offer in fresh if offer.source_id in known}
        ids = {row["source_id"]: row["id"] for row in rows}
        return _Outcome(len(rows) - len(replaced), len(offered) - len(fresh), old, ids)

    def _known(self, table: Table, source_system: str) -> dict[str, tuple[UUID, str]]:
        """Rows of this sender that count now: sender's id to our id and hash."""
        wanted = select(table.c.source_id, table.c.id, table.c.fingerprint).where(
            table.c.person_id == self._person_id,
            table.c.source_system == source_system,
            table.c.superseded_by.is_(None),
        )
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(wanted)}

    def _row(self, offer: Offer, source_system: str) -> dict[str, Any]:
        return offer.row | {
            "id": self._new_id(),
            "person_id": self._person_id,
            "message_id": self._message_id,
            "source_system": source_system,
            "source_id": offer.source_id,
            "fingerprint": offer.fingerprint,
            "recorded_at": self._at,
            "superseded_by": None,
        }

    def _point(self, table: Table, replaced: Sequence[dict[str, UUID]]) -> None:
        if replaced:
            changed = (
                update(table)
                .where(table.c.person_id == self._person_id, table.c.id == bindparam("old"))
                .values(superseded_by=bindparam("new"))
            )
            self._connection.execute(changed, list(replaced))

    def _settle_lists(self, source_system: str, lists: Sequence[IncomingList]) -> None:
        """Say anew what the source says of whole lists, when it says something else than before.

        One bundle may say several things of one kind (allergies in force, and those that ended): they count together.
        """
        said: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for one in lists:
            said[one.kind].add((one.state, one.note))
        before = self._said_of_lists(source_system)
        base = {"person_id": self._person_id, "source_system": source_system, "recorded_at": self._at}
        rows = [
            base | {"id": self._new_id(), "kind": kind, "state": state, "note": note}
            for kind, words in said.items()
            if before.get(kind) != words
            for state, note in sorted(words)
        ]
        if rows:
            self._connection.execute(insert(BackgroundListRow), rows)

    def _said_of_lists(self, source_system: str) -> dict[str, set[tuple[str, str]]]:
        """What this sender said last of the lists of each kind."""
        table = mapped(BackgroundListRow)
        wanted = select(table.c.kind, table.c.recorded_at, table.c.state, table.c.note).where(
            table.c.person_id == self._person_id, table.c.source_system == source_system
        )
        said: dict[str, dict[datetime, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
        for kind, at, state, note in self._connection.execute(wanted):
            said[kind][at].add((state, note))
        return {kind: times[max(times)] for kind, times in said.items()}


def told_apart(offers: Sequence[Offer]) -> list[Offer]:
    """The offers of one bundle with an id each: the same said twice is said once.

    Args:
        offers: In the sender's order.

    Returns:
        Without exact repeats. Where one id stands for several contents nothing tells which is right, so all are
        kept, the later ones as "id#2", "id#3": always the same names for the same bundle.
    """
    contents: dict[str, list[str]] = defaultdict(list)
    apart = []
    for offer in offers:
        seen = contents[offer.source_id]
        if offer.fingerprint not in seen:
            seen.append(offer.fingerprint)
            apart.append(offer if len(seen) == 1 else replace(offer, source_id=f"{offer.source_id}#{len(seen)}"))
    return apart


_ENTRY_LAYOUT = 2
"""Raised whenever more is kept of what is sent of background."""


_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
"""Why one: `json.dumps` with settings of one's own makes a new one for every value."""


def _fingerprint(value: Value, *, layout: int = 1) -> str:
    return _hash(value.model_dump(mode="json"), f"|{layout}" if layout > 1 else "")


def _hash(plain: dict[str, Any], mark: str = "") -> str:
    return sha256((_WRITER.encode(plain) + mark).encode()).hexdigest()


def result_offer(sent: SentResult) -> Offer:
    """What a result would be as a row."""
    plain, quantity = sent.model_dump(mode="json"), sent.quantity
    row = {
        "test_key": sent.test_key,
        "name": sent.name,
        "value_text": quantity.text if quantity else None,
        "value_number": _number(sent),
        "comparator": quantity.comparator if quantity else None,
        "unit": quantity.unit if quantity else "",
        "text": sent.text,
        "flag": sent.flag,
        "comment": sent.comment,
        "status": sent.status,
        "taken": sent.taken,
        "reported": sent.reported,
        "performer": sent.performer,
        "specimen": sent.specimen,
        "setting": sent.setting,
        "codes": plain["codes"],
        "components": plain["components"],
        "ranges": plain["ranges"],
    }
    return Offer(sent.source_id, _hash(plain), row)


MOST_DIGITS = 100
"""Before and after the point, for ordering; what is longer is kept as text like everything, and is not ordered."""


def _number(sent: SentResult) -> Decimal | None:
    try:
        number = sent.quantity.number if sent.quantity else None
    except HocError:
        return None
    if number is None or abs(number.adjusted()) > MOST_DIGITS or len(number.as_tuple().digits) > MOST_DIGITS:
        return None
    return number


def _entry_offers(incoming: IncomingRecord) -> Iterable[Offer]:
    for condition in incoming.conditions:
        detail = _lines(condition.note, _written_down(condition))
        yield _entry(BackgroundKind.CONDITIONS, condition, detail, condition.onset)
    for medicine in incoming.medicines:
        yield _entry(BackgroundKind.MEDICINES, medicine, _lines(medicine.dosage, medicine.note), medicine.started)
    for allergy in incoming.allergies:
        detail = _lines(allergy.reaction, allergy.note, _written_down(allergy))
        yield _entry(BackgroundKind.ALLERGIES, allergy, detail, allergy.onset)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _written_down(sent: IncomingCondition | IncomingAllergy) -> str:
    """When the sender wrote it down, which is not when it began; nothing when both dates are the same."""
    same = sent.onset is not None and sent.recorded is not None and sent.onset.short == sent.recorded.short
    return "" if same or sent.recorded is None else f"Written down by the sender {sent.recorded.short}"


def _entry(
    kind: BackgroundKind,
    sent: IncomingCondition | IncomingMedicine | IncomingAllergy,
    detail: str,
    started: PartialDate | None,
) -> Offer:
    row = {
        "kind": kind,
        "name": sent.name,
        "codes": [code.model_dump(mode="json") for code in sent.codes],
        "detail": detail,
        "status": sent.status,
        "started": started,
        "ended": sent.ended,
    }
    # Why the layout, too: what was taken in before codes and dates were kept is taken in anew when it is sent again.
    return Offer(f"{kind}:{sent.source_id}", _fingerprint(sent, layout=_ENTRY_LAYOUT), row)
