"""Writing one person's record in the order of time, step by step, as the services would have."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from hoc_tui.demo.chance import Ids
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import ITEMS, ONE_A_PERSON
from hoc_tui.domain.known import NO_CONTENT
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Person
from hoc_tui.domain.plan import AgreeDraft, Frozen, PlanVersion, content_of, freeze
from hoc_tui.domain.planning import Plan, PlanDraft, VersionHead
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result, Series, series_of
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.domain.whole import Agreed, WholeRecord, Written

Drafted = TypeVar("Drafted", bound=Item)

PARTS = {
    ItemKind.NEED: "needs",
    ItemKind.CONTACT: "contacts",
    ItemKind.CONDITION: "conditions",
    ItemKind.AGENDA: "agenda",
    ItemKind.GOAL: "goals",
    ItemKind.ACTION: "actions",
    ItemKind.DECISION: "decisions",
    ItemKind.TARGET: "targets",
    ItemKind.LINK: "links",
    ItemKind.VISIT: "visits",
}
"""The field of a record that holds each kind."""


class Scribe:
    """Keeps one record while it is made up.

    Args:
        person: As first registered.
        ids: Makes ids for this person's rows.
        names: The staff's names by id.
    """

    def __init__(self, person: Person, ids: Ids, names: Mapping[UUID, str]) -> None:
        self.ids = ids
        self._names = names
        self._written = [Written(ids(), ItemKind.PERSON, person, person.authored_by)]
        self._standing: dict[tuple[ItemKind, UUID], Item] = {(ItemKind.PERSON, person.id): person}
        self._agreed: list[Agreed] = []
        self.results: Sequence[Result] = ()
        """Every result there will be; agreeing sees those that had been recorded by then."""

    @property
    def person(self) -> Person:
        """The person as they stand."""
        return self._one(Person)[0]

    def _one(self, type_: type[Drafted]) -> list[Drafted]:
        return [item for item in self._standing.values() if type(item) is type_]

    def standing(self, type_: type[Drafted]) -> list[Drafted]:
        """Items of a type that have not ended, oldest first."""
        return [item for item in self._one(type_) if not item.ended]

    def add(self, kind: ItemKind, draft: Value, *, by: UUID, at: datetime) -> UUID:
        """Add an item.

        Args:
            kind: What sort of item.
            draft: What is written.
            by: Who writes it.
            at: When.

        Returns:
            The item's id.
        """
        item_id = self.person.id if kind in ONE_A_PERSON else self.ids()
        self._write(Written(self.ids(), kind, new_item(kind, draft, self.person.id, item_id, by=by, at=at), by))
        return item_id

    def change(
        self, kind: ItemKind, item_id: UUID, *, by: UUID, at: datetime, reason: str = "", **fields: object
    ) -> None:
        """Change fields of an item, as its next version."""
        before = self._standing[kind, item_id]
        stamp = {"version": before.version + 1, "authored_by": by, "recorded_at": at}
        after = ITEMS[kind].model_validate(vars(before) | fields | stamp)
        self._write(Written(self.ids(), kind, after, by, before=before, reason=reason))

    def end(self, kind: ItemKind, item_id: UUID, *, by: UUID, at: datetime, reason: str) -> None:
        """Take an item out of the record, with a reason."""
        before = self._standing[kind, item_id]
        marks = {"ended_at": at, "ended_reason": reason, "version": before.version + 1, "recorded_at": at}
        after = before.model_copy(update=marks)
        self._write(Written(self.ids(), kind, after, by, before=before, reason=reason))

    def _write(self, step: Written) -> None:
        self._written.append(step)
        self._standing[step.kind, step.item.id] = step.item

    def known(self, at: datetime) -> list[Result]:
        """Results that had been recorded by then."""
        return [result for result in self.results if result.recorded_at <= at]

    def series(self, at: datetime) -> dict[str, Series]:
        """The results of each test by then, by test key; of one that came in two units, the newest."""
        found = sorted(series_of(self.known(at)), key=lambda series: series.latest.order)
        return {series.test_key: series for series in found}

    def record(self, at: datetime) -> Record:
        """The record as it stands at a moment after the last step."""
        parts: dict[str, Any] = {name: tuple(self.standing(_type_of(kind))) for kind, name in PARTS.items()}
        plans = self._one(Plan)
        return Record(
            read_at=at,
            change_seq=len(self._written),
            person=self.person,
            results=tuple(self.known(at)),
            plan=plans[0] if plans else None,
            versions=tuple(_head(one.version) for one in self._agreed),
            staff=self._names,
            **parts,
        )

    def agree(self, terms: AgreeDraft, *, by: UUID, at: datetime) -> None:
        """Freeze the plan as it stands, and keep the review that was agreed."""
        record, review = self.record(at), {"review_on": terms.review_on, "reviewer": terms.reviewer}
        frozen = Frozen(
            person_id=self.person.id,
            number=len(self._agreed) + 1,
            agreed_at=at,
            agreed_with=by,
            terms=terms,
            content=content_of(record, NO_CONTENT).model_copy(update=review),
        )
        version, body = freeze(frozen, self._agreed[-1].version.content_hash if self._agreed else "")
        self._agreed.append(Agreed(version, body, self.ids()))
        self._keep_review(review | ({"present": terms.present} if terms.present else {}), by, at)

    def _keep_review(self, fields: dict[str, Any], by: UUID, at: datetime) -> None:
        """Write what was agreed into the living plan, as part of the same operation."""
        if self._one(Plan):
            self.change(ItemKind.PLAN, self.person.id, by=by, at=at, **fields)
        else:
            self.add(ItemKind.PLAN, PlanDraft.model_validate(fields), by=by, at=at)
        self._written[-1] = self._written[-1]._replace(op_id=self._agreed[-1].op_id)

    def finish(self) -> WholeRecord:
        """The record as it has come about."""
        return WholeRecord(self.person, self._written, self.results, self._agreed)


def new_item(kind: ItemKind, draft: Value, person_id: UUID, item_id: UUID, *, by: UUID, at: datetime) -> Item:
    """A draft as an item in its first version."""
    fields: dict[str, Any] = vars(draft) | {"id": item_id, "person_id": person_id, "version": 1}
    fields |= {"authored_by": by, "performed_by": by, "occurred_at": at, "recorded_at": at}
    # Not checked again: the draft was, when it was made.
    return ITEMS[kind].model_construct(**fields)


def _type_of(kind: ItemKind) -> type[Item]:
    return ITEMS[kind]


def _head(version: PlanVersion) -> VersionHead:
    return VersionHead(
        number=version.number,
        agreed_at=version.agreed_at,
        agreement=version.terms.agreement,
        content_hash=version.content_hash,
    )
