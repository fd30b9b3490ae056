"""Two people at once, really at once: threads that start together, each over a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.people import AlreadySomebodys, Person, PersonDetails
from hoc_tui.domain.plan import AgreeDraft, PlanVersion
from hoc_tui.domain.planning import AgendaDraft, GoalDraft
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import Agreement, ItemKind, RevisionOutcome, Role
from hoc_tui.services import agreeing, conversation, importing, lists, people, records, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Saved, Spot
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import person, record_of, result

AGREED = AgreeDraft(agreement=Agreement.BY_PERSON)
ROUNDS = 8


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do several things at the same moment; each one's answer, or the error it ended in."""
    together = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        together.wait()
        try:
            return deed()
        except (Changed, Refused) as stopped:
            return stopped

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def _kinds(answers: Sequence[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


@pytest.fixture
def desks(surgery: Surgery) -> tuple[Desk, Desk]:
    """A nurse and a doctor, each with a program of their own."""
    return surgery.desk(Role.NURSE), surgery.desk(Role.GP)


def test_different_fields_at_once_are_both_kept(desks: tuple[Desk, Desk]) -> None:
    """Whoever is second merges."""
    nurse, gp = desks
    who = register(nurse)
    for _ in range(ROUNDS):
        goal = conversation.put_down(nurse, who.id, GoalDraft(words="Walk"))
        spot = Spot.of(ItemKind.GOAL, goal.item)
        answers = at_once(
            lambda: conversation.rewrite(nurse, spot, {"why": "my knees"}),  # noqa: B023 - done within the round
            lambda: conversation.rewrite(gp, spot, {"importance": 8}),  # noqa: B023
        )
        read = next(one for one in records.open_record(nurse, who.id).goals if one.id == goal.item.id)

        assert ["Saved", "Saved"] == _kinds(answers)
        assert ("my knees", 8, 3) == (read.why, read.importance, read.version)


def test_the_same_field_at_once_has_one_winner_and_loses_nothing(desks: tuple[Desk, Desk]) -> None:
    """The other is told, and both texts are in the history."""
    nurse, gp = desks
    who = register(nurse)
    for _ in range(ROUNDS):
        goal = conversation.put_down(nurse, who.id, GoalDraft(words="Walk"))
        spot = Spot.of(ItemKind.GOAL, goal.item)
        answers = at_once(
            lambda: conversation.rewrite(nurse, spot, {"words": "Walk to the shop"}),  # noqa: B023
            lambda: conversation.rewrite(gp, spot, {"words": "Walk the dog"}),  # noqa: B023
        )
        history = records.history_of(nurse, who.id, goal.item.id)

        assert ["Clashed", "Saved"] == _kinds(answers)
        assert {"Walk", "Walk to the shop", "Walk the dog"} == {str(one.changes["words"].after) for one in history}
        assert [1, 2, 2] == [one.item_version for one in history]
        assert RevisionOutcome.CONFLICT is history[-1].outcome


def test_one_write_sent_twice_at_once_is_done_once(desks: tuple[Desk, Desk]) -> None:
    """A retry that overtakes its first attempt meets "already done", never an error of the database."""
    nurse, again = desks
    who = register(nurse)
    for number in range(ROUNDS):
        op = UUID(int=1_000 + number)
        answers = at_once(
            lambda: conversation.put_down(nurse, who.id, AgendaDraft(text="my feet"), op_id=op),  # noqa: B023
            lambda: conversation.put_down(again, who.id, AgendaDraft(text="my feet"), op_id=op),  # noqa: B023
        )

        assert ["Saved", "Saved"] == _kinds(answers)
        assert [False, True] == sorted(one.wrote for one in answers if isinstance(one, Saved))
    assert ROUNDS == len(records.open_record(nurse, who.id).agenda)


def test_one_change_sent_twice_at_once_is_made_once(desks: tuple[Desk, Desk]) -> None:
    """The same for a change."""
    nurse, again = desks
    who = register(nurse)
    goal = conversation.put_down(nurse, who.id, GoalDraft(words="Walk", importance=0))
    spot, op = Spot.of(ItemKind.GOAL, goal.item), UUID(int=1_000)
    at_once(
        lambda: conversation.rewrite(nurse, spot, {"importance": 5}, op_id=op),
        lambda: conversation.rewrite(again, spot, {"importance": 5}, op_id=op),
    )

    assert 2 == len(records.history_of(nurse, who.id, goal.item.id))


def test_a_plan_begun_by_two_at_once_is_one(desks: tuple[Desk, Desk]) -> None:
    """Neither had read a plan; both write different things in it; there is one, with both."""
    nurse, gp = desks
    for number in range(ROUNDS):
        who = register(nurse, f"Family{chr(97 + number)}")
        read = records.open_record(nurse, who.id)
        answers = at_once(
            lambda: conversation.note_plan(nurse, read, {"reviewer": "Nurse Patel"}),  # noqa: B023
            lambda: conversation.note_plan(gp, read, {"present": "her daughter"}),  # noqa: B023
        )
        plan = records.open_record(nurse, who.id).plan

        assert ["Saved", "Saved"] == _kinds(answers)
        assert plan is not None
        assert ("Nurse Patel", "her daughter", 2) == (plan.reviewer, plan.present, plan.version)


def test_registering_one_number_twice_at_once_makes_one_person(desks: tuple[Desk, Desk]) -> None:
    """The second is told in a sentence whose number it is not."""
    nurse, gp = desks
    details = PersonDetails(family="Okafor", nhs_number="943 476 5919")
    answers = at_once(lambda: people.register(nurse, details), lambda: people.register(gp, details))

    assert ["AlreadySomebodys", "Person"] == _kinds(answers)
    [refused] = [one for one in answers if isinstance(one, AlreadySomebodys)]
    assert "already belongs to somebody else" in str(refused)
    assert 1 == len(lists.find(nurse, "okafor"))


def test_registering_once_and_its_retry_at_once(desks: tuple[Desk, Desk]) -> None:
    """The same write twice is one person, and both answers are that person."""
    nurse, gp = desks
    details = PersonDetails(family="Okafor", nhs_number="943 476 5919")
    op = UUID(int=1_000)
    answers = at_once(lambda: people.register(nurse, details, op_id=op), lambda: people.register(gp, details, op_id=op))

    assert ["Person", "Person"] == _kinds(answers)
    assert {op} == {one.id for one in answers if isinstance(one, Person)}
    assert 1 == len(lists.find(nurse, "okafor"))


def test_one_file_taken_in_twice_at_once_is_taken_in_once(desks: tuple[Desk, Desk]) -> None:
    """One person, one message, each result once; the counts of both attempts add up."""
    nurse, gp = desks
    for number in range(ROUNDS):
        incoming = record_of(
            *(result(f"r{at}") for at in range(5)),
            who=person(f"p{number}", family=f"Family{chr(97 + number)}"),
        )
        answers = at_once(
            lambda: importing.take_in(nurse, incoming, "one.json", b"%d" % number),  # noqa: B023
            lambda: importing.take_in(gp, incoming, "one.json", b"%d" % number),  # noqa: B023
        )
        counts = [one.as_json() for one in answers if hasattr(one, "as_json")]

        assert 2 == len(counts), answers
        assert [(0, 1), (1, 0)] == sorted((one["people_added"], one["people_matched"]) for one in counts)
        assert [(0, 5), (5, 0)] == sorted((one["results_added"], one["results_unchanged"]) for one in counts)
        assert 1 == len(lists.find(nurse, f"family{chr(97 + number)}"))


def test_agreeing_while_somebody_writes_freezes_what_was_read_or_asks(desks: tuple[Desk, Desk]) -> None:
    """Whoever is first: either the version lacks the new words and is as read, or nothing was agreed."""
    nurse, gp = desks
    who = register(nurse)
    for number in range(ROUNDS):
        read = records.open_record(nurse, who.id)
        agreed, _written = at_once(
            lambda: agreeing.agree(nurse, read, AGREED),  # noqa: B023
            lambda: conversation.put_down(gp, who.id, AgendaDraft(text=f"late {number}")),  # noqa: B023
        )
        if isinstance(agreed, PlanVersion):
            assert read.agenda == agreed.content.agenda
        else:
            assert isinstance(agreed, Changed)


def test_agreeing_twice_at_once_is_two_versions_or_one(desks: tuple[Desk, Desk]) -> None:
    """One click sent twice is one version; two people's agreements cannot both be of what they read."""
    nurse = desks[0]
    who = register(nurse)
    read, op = records.open_record(nurse, who.id), UUID(int=1_000)
    same = at_once(*(lambda desk=desk: agreeing.agree(desk, read, AGREED, op_id=op) for desk in desks))
    now = records.open_record(nurse, who.id)
    different = at_once(*(lambda desk=desk: agreeing.agree(desk, now, AGREED) for desk in desks))

    assert ["PlanVersion", "PlanVersion"] == _kinds(same)
    assert same[0] == same[1]
    assert ["Changed", "PlanVersion"] == _kinds(different)
    assert [1, 2] == [head.number for head in records.open_record(nurse, who.id).versions]


def test_marking_two_records_crosswise_waits_for_nobody(desks: tuple[Desk, Desk]) -> None:
    """Each mark holds two records; both take them in one order, so neither waits for the other for ever."""
    nurse, gp = desks
    one, other = register(nurse), register(nurse, "Okafor")
    for who in (one, other):
        agreeing.agree(nurse, records.open_record(nurse, who.id), AGREED)
    answers = at_once(
        lambda: agreeing.mark_wrong_record(nurse, one.id, 1, other.id, "swapped"),
        lambda: agreeing.mark_wrong_record(gp, other.id, 1, one.id, "swapped"),
    )

    assert [None, None] == answers


def test_many_writers_on_sqlite_wait_their_turn(sqlite_surgery: Surgery) -> None:
    """Four programs write as fast as they can: nobody is told that the database is locked, and nothing is lost."""
    desks = [sqlite_surgery.desk(role) for role in (Role.NURSE, Role.GP, Role.PHARMACIST, Role.RECEPTIONIST)]
    who = register(desks[0])

    def book(desk: Desk) -> int:
        for minutes in range(25):
            visits.book(desk, who.id, VisitDraft(starts_at=NINE_O_CLOCK + timedelta(minutes=minutes)))
            records.open_record(desk, who.id)
        return 25

    answers = at_once(*(lambda desk=desk: book(desk) for desk in desks))

    assert [25] * 4 == answers
    assert 100 == len(records.open_record(desks[0], who.id).visits)
