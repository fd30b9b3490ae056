"""The conversation: its own words required, two people's records never mixed, and an order that always holds."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.errors import NotFound, Refused
from hoc_tui.domain.planning import (
    ActionDraft,
    AgendaDraft,
    GoalDraft,
    LinkDraft,
    LinkedItem,
    SeenTest,
    link_between,
)
from hoc_tui.domain.vocabulary import AgendaStatus, ItemKind, Role
from hoc_tui.services import conversation, records
from hoc_tui.services.ports import Desk, Fields
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register
from tests.support.examples import examples


@pytest.fixture
def nurse(surgery: Surgery) -> Desk:
    """A nurse's desk."""
    return surgery.desk(Role.NURSE)


CLOSING = (AgendaStatus.DISCUSSED, AgendaStatus.PARKED, AgendaStatus.CARRIED_FORWARD)


@pytest.mark.parametrize("status", CLOSING)
def test_what_the_person_raised_ends_with_the_persons_word(nurse: Desk, status: AgendaStatus) -> None:
    """A clinician alone cannot close it, neither later nor while writing it down."""
    person = register(nurse)
    saved = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet"))
    unsaid: tuple[Fields, ...] = ({"status": status}, {"status": status, "outcome": " \n "})
    for fields in unsaid:
        with pytest.raises(Refused, match="in the person's words"):
            conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, saved.item), fields)
    with pytest.raises(Refused, match="in the person's words"):
        conversation.put_down(nurse, person.id, AgendaDraft(text="my feet", status=status))
    closed = conversation.rewrite(
        nurse, Spot.of(ItemKind.AGENDA, saved.item), {"status": status, "outcome": "I know what it is now."}
    )

    assert status is getattr(closed.item, "status", None)
    with pytest.raises(Refused, match="in the person's words"):
        conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, closed.item), {"outcome": ""})


def test_a_word_that_is_there_already_is_enough(nurse: Desk) -> None:
    """Written first and closed after is as good as both at once; a star needs no word at all."""
    person = register(nurse)
    saved = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet", outcome="They will look."))
    parked = conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, saved.item), {"status": AgendaStatus.PARKED})

    assert conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, parked.item), {"starred": True}).wrote


def test_a_reason_is_asked_for_taking_out(nurse: Desk) -> None:
    """Nothing leaves a record without one."""
    saved = conversation.put_down(nurse, register(nurse).id, AgendaDraft(text="my feet"))

    with pytest.raises(Refused, match="Say why"):
        conversation.take_out(nurse, Spot.of(ItemKind.AGENDA, saved.item), "  ")


@pytest.mark.parametrize("kind", [ItemKind.PERSON, ItemKind.NEED, ItemKind.CONTACT, ItemKind.VISIT])
def test_the_conversation_changes_nothing_else(nurse: Desk, kind: ItemKind) -> None:
    """Details and visits have verbs, and rights, of their own."""
    person = register(nurse)

    with pytest.raises(Refused, match="not changed in the conversation"):
        conversation.rewrite(nurse, Spot(kind, person.id, person.id, 1), {"family": "x"})
    with pytest.raises(Refused, match="not changed in the conversation"):
        conversation.take_out(nurse, Spot(kind, person.id, person.id, 1), "because")


# -- Belonging together -----------------------------------------------------------------------------------------------


def test_nothing_belongs_to_somebody_elses_record(nurse: Desk) -> None:
    """An action under another person's goal, a link to it: not there."""
    person, other = register(nurse), register(nurse, "Okafor")
    mine = conversation.put_down(nurse, person.id, GoalDraft(words="Walk")).item
    theirs = conversation.put_down(nurse, other.id, GoalDraft(words="Swim")).item
    action = conversation.put_down(nurse, person.id, ActionDraft(what="Shoes", goal_id=mine.id)).item
    to_theirs = LinkDraft(first_kind=ItemKind.GOAL, first_id=mine.id, second_kind=ItemKind.GOAL, second_id=theirs.id)
    of_theirs = LinkDraft(first_kind=ItemKind.GOAL, first_id=theirs.id, test_key="a|1")
    for draft in (ActionDraft(what="Trunks", goal_id=theirs.id), to_theirs, of_theirs):
        with pytest.raises(NotFound):
            conversation.put_down(nurse, person.id, draft)
    with pytest.raises(NotFound):
        conversation.rewrite(nurse, Spot.of(ItemKind.ACTION, action), {"goal_id": theirs.id})


def test_two_things_are_linked_once_whichever_end_is_first(nurse: Desk) -> None:
    """A link has no direction; unlinked, they can be linked again."""
    person = register(nurse)
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="Walk")).item
    worry = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet")).item
    ends = [(ItemKind.GOAL, goal.id), (ItemKind.AGENDA, worry.id)]
    there, back = (
        LinkDraft(first_kind=one[0], first_id=one[1], second_kind=other[0], second_id=other[1])
        for one, other in (ends, ends[::-1])
    )
    saved = conversation.put_down(nurse, person.id, there, op_id=UUID(int=42))
    for again in (there, back):
        with pytest.raises(Refused, match="linked already"):
            conversation.put_down(nurse, person.id, again)
    assert saved.item == conversation.put_down(nurse, person.id, there, op_id=UUID(int=42)).item
    conversation.take_out(nurse, Spot.of(ItemKind.LINK, saved.item), "not so")

    assert conversation.put_down(nurse, person.id, back).wrote


def test_two_tests_are_linked_once_whichever_is_first(nurse: Desk) -> None:
    """Linked, undone, brought back, taken out and linked again; what ends elsewhere does not touch it."""
    person = register(nurse)
    weight, sugar = SeenTest("a|1", "Body weight"), SeenTest("a|2", "HbA1c")
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="Walk")).item
    conversation.put_down(nurse, person.id, link_between(LinkedItem(ItemKind.GOAL, goal.id), weight))
    saved = conversation.put_down(nurse, person.id, link_between(weight, sugar))
    with pytest.raises(Refused, match="linked already"):
        conversation.put_down(nurse, person.id, link_between(sugar, weight))
    again = records.undo(nurse, person.id, records.undo(nurse, person.id, saved.op_id).op_id).item
    conversation.take_out(nurse, Spot.of(ItemKind.LINK, again), "not so")
    assert [frozenset({goal.id, "a|1"})] == [link.ends for link in records.open_record(nurse, person.id).links]
    conversation.put_down(nurse, person.id, link_between(sugar, weight))
    conversation.take_out(nurse, Spot.of(ItemKind.GOAL, goal), "not theirs")

    assert frozenset({"a|1", "a|2"}) in {link.ends for link in records.open_record(nurse, person.id).links}
    history = records.history_of(nurse, person.id, saved.item.id)
    assert ["", "undone", "undone", "not so"] == [one.reason for one in history]
    assert ("Body weight", "HbA1c") == tuple(
        history[0].changes[name].after for name in ("first_test_name", "test_name")
    )


# -- Order ------------------------------------------------------------------------------------------------------------


def test_newcomers_stand_last_also_after_moves(nurse: Desk) -> None:
    """Whatever has been moved where."""
    person = register(nurse)
    for text in "ab":
        conversation.put_down(nurse, person.id, AgendaDraft(text=text))
    conversation.move(nurse, ItemKind.AGENDA, records.open_record(nurse, person.id).agenda, 0, 1)
    conversation.put_down(nurse, person.id, AgendaDraft(text="c"))
    conversation.put_down(nurse, person.id, AgendaDraft(text="first", position=Decimal(-1)))

    assert ["first", "b", "a", "c"] == [item.text for item in records.open_record(nurse, person.id).agenda]


@examples(5)
@given(
    moves=st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-1, 1])), min_size=1, max_size=40),
    together=st.booleans(),
)
def test_any_number_of_moves_gives_the_order_that_was_asked(
    sqlite_surgery: Surgery, moves: list[tuple[int, int]], together: bool
) -> None:
    """No two items share a position once one was moved, and positions stay short however often that was."""
    desk = sqlite_surgery.desk()
    person = register(desk)
    texts = list("abcde")
    for text in texts:
        draft = AgendaDraft(text=text, position=Decimal(0)) if together else AgendaDraft(text=text)
        conversation.put_down(desk, person.id, draft)
    for index, by in moves:
        items = records.open_record(desk, person.id).agenda
        saved = conversation.move(desk, ItemKind.AGENDA, items, index, by)
        if not 0 <= index + by < len(texts):
            assert saved is None
            continue
        texts.insert(index + by, texts.pop(index))

        now = records.open_record(desk, person.id).agenda
        assert texts == [item.text for item in now]
        assert {True} == {len(str(item.position)) <= 10 for item in now}
    sqlite_surgery.close()


def test_the_same_two_neighbours_parted_again_and_again(nurse: Desk) -> None:
    """A hundred times into the same gap: the list is spread again where no room is left, as one change."""
    person = register(nurse)
    for text in "abc":
        conversation.put_down(nurse, person.id, AgendaDraft(text=text))
    for _ in range(40):
        items = records.open_record(nurse, person.id).agenda
        assert conversation.move(nurse, ItemKind.AGENDA, items, 2, -1) is not None

    assert ["a", "b", "c"] == [item.text for item in records.open_record(nurse, person.id).agenda]


def test_a_move_of_several_places(nurse: Desk) -> None:
    """Not only by one."""
    person = register(nurse)
    for text in "abcd":
        conversation.put_down(nurse, person.id, AgendaDraft(text=text))
    conversation.move(nurse, ItemKind.AGENDA, records.open_record(nurse, person.id).agenda, 3, -3)
    conversation.move(nurse, ItemKind.AGENDA, records.open_record(nurse, person.id).agenda, 1, 2)

    assert ["d", "b", "c", "a"] == [item.text for item in records.open_record(nurse, person.id).agenda]
