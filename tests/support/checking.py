"""New results that wait to be checked, made by hand in somebody's record."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from hoc_tui.domain.triage import Review, ReviewDraft
from hoc_tui.domain.vocabulary import ItemKind, Urgency
from hoc_tui.services import importing, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import begin
from tests.support.incoming import person, record_of, result

NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
PHONE: Final[Mapping[str, object]] = {"urgency": Urgency.PHONE, "said": "6.4 mmol/L is at or over 6.0: phone today"}
"""What is said of a value that cannot wait."""
OUT: Final[Mapping[str, object]] = {"urgency": Urgency.OUT}
"""What is said of a value outside its range."""


def new_result(
    desk: Desk,
    person_id: UUID,
    source_id: str = "r1",
    value: str = "53",
    sent: Mapping[str, object] = NOTHING,
    said: Mapping[str, object] = NOTHING,
) -> Review:
    """A result of somebody who is here already, which waits to be checked.

    Args:
        desk: Where it comes in.
        person_id: Whose.
        source_id: The sender's id of it.
        value: Its value, of HbA1c unless said otherwise.
        sent: What the result says besides.
        said: What the review says.
    """
    incoming = record_of(result(source_id, value, **sent), who=person(f"p-{person_id}"))
    with desk.writing() as work:
        if work.person_of(incoming.source_system, incoming.person.source_id) is None:
            work.claim_identity(incoming.source_system, incoming.person.source_id, person_id)
        work.commit()
    importing.take_in(desk, incoming, f"{source_id}.json", f"{source_id} {value}".encode())
    found = next(
        one for one in records.open_record(desk, person_id).results if one.source_id == source_id and one.counts
    )
    draft = ReviewDraft.model_validate({"result_id": found.id, **said})
    with desk.writing() as work:
        review = begin(desk, work, ItemKind.REVIEW, person_id, draft, desk.new_id())
        work.commit()
    assert isinstance(review, Review)
    return review
