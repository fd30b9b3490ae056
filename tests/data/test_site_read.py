"""What a site has decided comes with every record in the same round trip, and where a result was measured."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert

from hoc_tui.data.engine import writing_engine
from hoc_tui.data.intake import result_offer
from hoc_tui.data.site_read import site_of
from hoc_tui.data.tables import ContentApprovalRow, PracticeRow, TestMappingRow
from hoc_tui.domain.site import Approval, SiteContent, TestMapping
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services import importing, lists, records
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of, result
from tests.support.round_trips import counted

BY = UUID(int=101)


def _decide(surgery: Surgery, practice_id: UUID) -> None:
    """Approve, approve anew, stop; map, and map anew."""
    base = {"practice_id": practice_id, "reason": "minutes"}
    approvals = [
        {
            "entry_id": entry,
            "digest": digest * 64,
            "enabled": enabled,
            "approved_at": NINE_O_CLOCK + timedelta(hours=hour),
        }
        for hour, entry, digest, enabled in (
            (2, "k.usual", "b", True),
            (1, "k.usual", "a", True),
            (3, "k.act", "c", False),
        )
    ]
    mappings = [
        {"test_key": "local|1", "unit": "U", "test_id": test, "decided_at": NINE_O_CLOCK + timedelta(hours=hour)}
        for hour, test in ((2, "na"), (1, "k"))
    ]
    with writing_engine(surgery.database().engine).begin() as connection:
        for number, one in enumerate(approvals):
            connection.execute(
                insert(ContentApprovalRow).values(base | one | {"id": UUID(int=600 + number), "approved_by": BY})
            )
        for number, one in enumerate(mappings):
            connection.execute(
                insert(TestMappingRow).values(base | one | {"id": UUID(int=700 + number), "decided_by": BY})
            )


def test_the_newest_word_of_the_site_comes_with_every_record(surgery: Surgery) -> None:
    """On each entry and each code, in the one round trip; what another practice decided is not here."""
    desk = surgery.desk()
    person = register(desk)
    _decide(surgery, desk.practice.id)
    with counted(surgery.database().engine) as before:
        read = records.open_record(desk, person.id)

    approvals = (
        Approval(entry_id="k.act", digest="c" * 64, enabled=False),
        Approval(entry_id="k.usual", digest="b" * 64, enabled=True),
    )
    mappings = (TestMapping(test_key="local|1", unit="U", test_id="na"),)
    assert SiteContent(approvals=approvals, mappings=mappings) == read.site
    assert 1 == sum("content_approval" in statement for statement in before.statements)


def test_another_practices_decisions_are_not_here(surgery: Surgery) -> None:
    """Each has its own clinical safety officer."""
    desk = surgery.desk()
    person = register(desk)
    with writing_engine(surgery.database().engine).begin() as connection:
        other = {"id": UUID(int=900), "name": "Elsewhere", "zone": "Europe/London", "demo": False}
        connection.execute(insert(PracticeRow).values(other))
    _decide(surgery, UUID(int=900))

    assert SiteContent() == records.open_record(desk, person.id).site


def test_two_words_of_one_moment_are_read_the_same_way_whichever_came_first() -> None:
    """By their ids, which are made in order."""
    rows = [f'["2026-03-05T09:00:00+00:00","{number}","k.usual","{number}",true]' for number in "12"]
    assert site_of(rows, []) == site_of(reversed(rows), [])
    assert "2" == site_of(rows, []).approvals[0].digest


def test_where_a_result_was_measured_comes_back(surgery: Surgery) -> None:
    """At home or in the clinic; most results say neither."""
    desk = surgery.desk(Role.GP)
    importing.take_in(desk, record_of(result("r1", setting="home"), result("r2")), "one.json", b"{}")
    read = records.open_record(desk, lists.find(desk, "jackson")[0].person_id)

    assert {"r1": "home", "r2": ""} == {one.source_id: one.setting for one in read.results}


def test_the_fingerprint_of_what_is_stored_is_what_it_was() -> None:
    """This one was made before results had a setting: the same file again is nothing new."""
    sent = result("r1", "7.10", flag="H")
    assert "136cadff39caad469ddf8519c6624d3dc4782aa450e7b46c54b4984d14f38f7d" == result_offer(sent).fingerprint
    assert result_offer(sent).fingerprint != result_offer(sent.model_copy(update={"setting": "home"})).fingerprint
