from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.bulk import BATCH, fill
from hoc_tui.data.door import OpenDatabase
from hoc_tui.demo.practice import MadeUpPractice, make_practice
from hoc_tui.domain.errors import ConfigurationMissing, HocError, Refused
from hoc_tui.domain.history import difference
from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import fields_of
from hoc_tui.domain.people import Practice, Staff
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import PlanDraft
from hoc_tui.domain.results import Result, SentResult
from hoc_tui.domain.vocabulary import Agreement, GoalStatus, ItemKind, Role, Step
from hoc_tui.domain.whole import WholeRecord, Written
from hoc_tui.services import agreeing, conversation, importing, lists, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot

PEOPLE = 15
TODAY = date(2026, 11, 20)
MAGGIE = "943 476 5919"


def now() -> datetime:
    """Twelve minutes into the conversation of the drawing."""
    return datetime(2026, 11, 20, 10, 42, tzinfo=UTC)


@pytest.fixture(scope="module")
def made_up() -> MadeUpPractice:
    """A practice with today's clinic in it."""
    return make_practice(1, PEOPLE, TODAY)


@pytest.fixture(scope="module")
def whole(made_up: MadeUpPractice) -> list[WholeRecord]:
    """Its records."""
    return list(made_up.records())


@dataclass(frozen=True)
class Ready:
    """A practice whose records are at hand."""

    practice: Practice
    staff: Sequence[Staff]
    held: Sequence[WholeRecord]

    def records(self) -> Iterator[WholeRecord]:
        """Everybody's record."""
        return iter(self.held)


@pytest.fixture
def ready(made_up: MadeUpPractice, whole: list[WholeRecord]) -> Ready:
    """The practice, made once for all tests here."""
    return Ready(made_up.practice, made_up.staff, whole)


@pytest.fixture
def filled(migrated_url: str, ready: Ready) -> str:
    """A database filled with it."""
    fill(migrated_url, ready)
    return migrated_url


@contextmanager
def desk_in(url: str, account: str = "demo-nurse") -> Iterator[Desk]:
    """A desk in a filled database."""
    with closing(OpenDatabase(url, now, uuid4)) as database:
        yield desk_at(database, account, now, uuid4)


def test_the_clinic_of_a_filled_database_opens(filled: str) -> None:
    """Today shows the fourteen people of the clinic in order of time, with needs, steps and the letter held back."""
    with desk_in(filled, "demo-receptionist") as desk:
        today = lists.todays_visits(desk)
    assert 14 == len(today)
    assert sorted(entry.starts_at for entry in today) == [entry.starts_at for entry in today]
    maggie = next(entry for entry in today if entry.nhs_number == MAGGIE)
    assert ("JACKSON, Margaret (Mrs)", "Nurse Patel", Step.ARRIVED) == (maggie.name, maggie.with_whom, maggie.step)
    assert ("Hearing loop", "Large print") == maggie.needs
    assert 3 == maggie.plan_version
    assert ["results not yet checked"] == [entry.blocked for entry in today if entry.blocked]
    for account, role in (("demo-gp", Role.GP), ("demo-hca", Role.HEALTHCARE_ASSISTANT)):
        with desk_in(filled, account) as desk:
            assert role is desk.worker.role


def test_people_of_a_filled_database_are_found(filled: str) -> None:
    """Find knows everybody by name, by what they are called, by number and by date of birth."""
    with desk_in(filled) as desk:
        for typed in ("jackson marg", "MAGGIE", MAGGIE, "4/3/1951"):
            assert ["JACKSON, Margaret (Mrs)"] == [found.name for found in lists.find(desk, typed)]


def test_every_record_reads_back_as_it_was_written(filled: str, whole: list[WholeRecord]) -> None:
    """Items, results and the count of changes come back from the database as the very same values."""
    with desk_in(filled) as desk:
        for record in whole:
            read = records.open_record(desk, record.person.id)
            assert record.person == read.person
            assert len(record.written) == read.change_seq
            assert _standing(record) == _read_items(read)
            assert {result.id: result for result in record.results} == {one.id: one for one in read.results}
            assert [one.version.content_hash for one in record.agreed] == [head.content_hash for head in read.versions]


def _standing(record: WholeRecord) -> dict[tuple[str, object], Item]:
    kept = ((kind, item) for (kind, _), item in record.standing().items() if not item.ended)
    return {(kind.value, item.id): item for kind, item in kept if kind is not ItemKind.PERSON}


def _read_items(read: object) -> dict[tuple[str, object], Item]:
    names = {
        "contacts": "contact",
        "needs": "need",
        "conditions": "condition",
        "agenda": "agenda",
        "goals": "goal",
        "actions": "action",
        "decisions": "decision",
        "targets": "target",
        "links": "link",
        "visits": "visit",
    }
    items = {(kind, item.id): item for name, kind in names.items() for item in getattr(read, name)}
    plan = getattr(read, "plan", None)
    return items | ({("plan", plan.id): plan} if plan else {})


def test_the_history_is_what_the_services_would_have_written(filled: str, whole: list[WholeRecord]) -> None:
    """Each step is one revision, numbered from 1, with the fields it changed before and after."""
    with desk_in(filled) as desk, desk.reading() as work:
        for record in whole[:6]:
            revisions = work.revisions(record.person.id)
            assert list(range(1, len(record.written) + 1)) == [one.seq for one in revisions]
            for step, revision in zip(record.written, revisions, strict=True):
                assert (step.kind, step.item.id, step.item.version, step.by, step.item.recorded_at) == (
                    revision.item_kind,
                    revision.item_id,
                    revision.item_version,
                    revision.by,
                    revision.at,
                )
                if step.before is None or step.before.ended is step.item.ended:
                    assert _changed(step) == dict(revision.changes)
                else:
                    assert ["ended"] == list(revision.changes)


def _changed(step: Written) -> object:
    nothing = fields_of(step.kind, PlanDraft()) if step.kind is ItemKind.PLAN else {}
    before = fields_of(step.kind, step.before) if step.before else nothing
    return difference(before, fields_of(step.kind, step.item))


def test_a_revision_written_here_and_one_by_the_services_are_alike(filled: str) -> None:
    """A goal added by the services beside those that were filled in reads the same way in the history."""
    with desk_in(filled) as desk:
        person = lists.find(desk, MAGGIE)[0].person_id
        goal = records.open_record(desk, person).goals[-1]
        saved = conversation.rewrite(desk, Spot.of(ItemKind.GOAL, goal), {"confidence": 9})
        history = records.history_of(desk, person, goal.id)
    assert [1, saved.item.version] == [history[0].item_version, history[-1].item_version]
    assert history[0].op_id == goal.id
    assert history[0].changes.keys() == fields_of(ItemKind.GOAL, goal).keys()


def test_undo_works_on_top_of_a_filled_database(filled: str) -> None:
    """What is changed after filling can be taken back to what was filled in."""
    with desk_in(filled) as desk:
        person = lists.find(desk, MAGGIE)[0].person_id
        goal = records.open_record(desk, person).goals[0]
        changed = conversation.rewrite(
            desk, Spot.of(ItemKind.GOAL, goal), {"status": GoalStatus.STOPPED, "outcome": "Not now"}
        )
        records.undo(desk, person, changed.op_id)
        again = next(one for one in records.open_record(desk, person).goals if one.id == goal.id)
    assert (goal.status, goal.outcome) == (again.status, again.outcome)


def test_agreeing_works_on_top_of_a_filled_database(filled: str) -> None:
    """Plan 4 follows plan 3 in one unbroken chain, and the versions before it can be read."""
    with desk_in(filled) as desk:
        read = records.open_record(desk, lists.find(desk, MAGGIE)[0].person_id)
        terms = AgreeDraft(agreement=Agreement.BY_PERSON, review_on=date(2027, 11, 19), reviewer="Nurse Patel")
        fourth = agreeing.agree(desk, read, terms)
        third = agreeing.read_version(desk, read.person.id, 3)
        after = records.open_record(desk, read.person.id)
    assert (4, third.content_hash) == (fourth.number, fourth.previous_hash)
    assert date(2025, 11, 12) == third.agreed_at.date()
    assert date(2027, 11, 19) == (after.plan.review_on if after.plan else None)


def test_results_sent_again_are_known_again(filled: str, whole: list[WholeRecord]) -> None:
    """An import of the very results that were filled in adds nothing: the fingerprints are the import's own."""
    record = max((one for one in whole if not one.agreed), key=lambda one: len(one.results))
    current = [result for result in record.results if result.superseded_by is None]
    person = record.person
    incoming = IncomingRecord(
        source_system="demo-laboratory",
        person=IncomingPerson(source_id="1", family=person.family, born=person.born, nhs_number=person.nhs_number),
        results=tuple(_as_sent(result) for result in current),
        resources=1 + len(current),
    )
    with desk_in(filled) as desk:
        report = importing.take_in(desk, incoming, "again.json", b"again")
    counts = (report.people_added, report.results_added, report.results_corrected, report.results_unchanged)
    assert (0, 0, 0, len(current)) == counts
    assert len(current) > 20


def _as_sent(result: Result) -> SentResult:
    return SentResult.model_validate({name: getattr(result, name) for name in SentResult.model_fields})


def test_a_practice_is_filled_once(filled: str, ready: Ready) -> None:
    """A database that holds a practice is left alone."""
    with pytest.raises(Refused, match="already holds a practice"):
        fill(filled, ready)


def test_a_database_without_tables_is_refused(database_url: str, ready: Ready) -> None:
    """Filling does not set up a schema by itself."""
    with pytest.raises((ConfigurationMissing, HocError)):
        fill(database_url, ready)


def test_a_fill_that_breaks_off_leaves_nothing(
    migrated_url: str, ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: whoever is stopped half-way can begin again in the same database."""
    monkeypatch.setattr("hoc_tui.data.bulk.BATCH", 100)

    def stop(number: int) -> None:
        if number == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(migrated_url, ready, stop)
    fill(migrated_url, ready)
    with desk_in(migrated_url) as desk:
        assert 14 == len(lists.todays_visits(desk))


def test_rows_are_sent_in_many_batches_as_in_one(
    migrated_url: str, ready: Ready, whole: list[WholeRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many rows are sent at a time changes nothing, and each person is told of once."""
    monkeypatch.setattr("hoc_tui.data.bulk.BATCH", 1)
    told: list[int] = []
    fill(migrated_url, ready, told.append)
    with desk_in(migrated_url) as desk:
        assert len(whole[-1].results) == len(records.open_record(desk, whole[-1].person.id).results)
    assert list(range(1, PEOPLE + 1)) == told
    assert BATCH > 1000


def test_what_the_database_refuses_is_said_in_words(migrated_url: str, ready: Ready) -> None:
    """A record that breaks a rule of the tables ends in a sentence, without what stood in it."""
    twice = Ready(ready.practice, ready.staff, [ready.held[0], ready.held[0]])
    with pytest.raises(HocError) as refused:
        fill(migrated_url, twice)
    assert "Jackson" not in str(refused.value)
