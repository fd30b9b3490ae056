"""Linking with `l`: any two things of the conversation, two results among them, marked and taken away again."""

import pytest

from hoc_tui.domain.planning import ActionDraft, DecisionDraft, GoalDraft, Link, LinkedItem, SeenTest
from hoc_tui.domain.results import Code, series_of
from hoc_tui.domain.vocabulary import ItemKind, Role
from hoc_tui.screens.link import LinkScreen
from hoc_tui.services.conversation import put_down
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.conversation.view import TEST
from tests.screens.at_conversation import Conversation, conversation
from tests.support.conversation import EGFR, HBA1C, Story
from tests.support.practice import SmallPractice


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def _choices(room: Conversation) -> CardList:
    assert isinstance(room.app.screen, LinkScreen)
    return room.app.screen.query_one(CardList)


async def _stand_on(room: Conversation, cards: CardList, key: str) -> None:
    cards.point_to(key)
    await room.settle()


async def _link_from(room: Conversation, test: Code) -> CardList:
    """Press l on a test; gives what it can be linked with."""
    await room.press("2")
    await _stand_on(room, room.app.screen.query_one("#pane-2 CardList", CardList), _card(room, test))
    await room.press("l")
    return _choices(room)


async def _link_two_tests(room: Conversation) -> None:
    """Press l on one test and choose the other."""
    choices = await _link_from(room, EGFR)
    await _stand_on(room, choices, _card(room, HBA1C))
    await room.press("enter")


def _key(room: Conversation, test: Code) -> str:
    return next(one.test_key for one in room.record().results if test in one.codes)


def _card(room: Conversation, test: Code) -> str:
    keys = [key for cards in room.app.screen.query(CardList) for key in cards.keys]
    return next(key for key in keys if key.startswith(f"{TEST}{_key(room, test)}"))


def _of_two_tests(room: Conversation) -> list[Link]:
    return [link for link in room.record().links if link.ends == {_key(room, HBA1C), _key(room, EGFR)}]


async def test_two_results_are_linked(practice: SmallPractice, story: Story) -> None:
    """`l` on a result and Enter on another: each with the result that was seen; both cards say so."""
    async with conversation(practice, story, (160, 48)) as room:
        await _link_two_tests(room)
        [link] = _of_two_tests(room)
        seen = {one.latest.id for one in series_of(room.record().results) if one.test_key in link.ends}
        assert seen == {end.result_id for end in link.both if isinstance(end, SeenTest)}
        assert 2 == len(seen)
        words = " ".join(room.text.split())
        assert "with HbA1c" in words
        assert "with eGFR" in words or "with Kidney" in words


async def test_the_linked_result_is_marked_and_can_be_unlinked(practice: SmallPractice, story: Story) -> None:
    """From the other end: the choice carries the mark, and Enter on it takes the link away; ctrl+z brings it back."""
    async with conversation(practice, story, (160, 48)) as room:
        await _link_two_tests(room)
        await _stand_on(room, await _link_from(room, HBA1C), _card(room, EGFR))
        marked = [line for line in room.text.splitlines() if "▸↔" in line and "58 mL/min" in line]
        assert 1 == len(marked)
        await room.press("enter")
        assert [] == _of_two_tests(room)
        await room.press("ctrl+z")
        assert 1 == len(_of_two_tests(room))


async def test_a_test_is_not_offered_to_itself(practice: SmallPractice, story: Story) -> None:
    """Nor is any other card of the same test."""
    async with conversation(practice, story) as room:
        own = _key(room, HBA1C)
        offered = {key for key in (await _link_from(room, HBA1C)).keys if key.startswith(TEST)}
        assert 3 == len(offered)
        assert not any(key.startswith(f"{TEST}{own}") for key in offered)


async def test_a_decision_is_linked_as_what_it_is(practice: SmallPractice, story: Story) -> None:
    """It stands in the third pane like goals and actions."""
    nurse = practice.desk(Role.NURSE)
    decision = put_down(nurse, story.person_id, DecisionDraft(about="Insulin")).item
    async with conversation(practice, story) as room:
        await room.press("1", "l")
        await _stand_on(room, _choices(room), str(decision.id))
        await room.press("enter")
        assert LinkedItem(ItemKind.DECISION, decision.id) in {end for link in room.record().links for end in link.both}


async def test_what_belongs_to_a_private_goal_is_not_offered(practice: SmallPractice, story: Story) -> None:
    """The person is looking on, and somebody may be with them."""
    nurse = practice.desk(Role.NURSE)
    goal = put_down(nurse, story.person_id, GoalDraft(words="Drink less", private=True)).item
    put_down(nurse, story.person_id, ActionDraft(what="Ring the drink line", goal_id=goal.id))
    async with conversation(practice, story) as room:
        await room.press("l")
        assert "rink" not in "".join(line for line in room.text.splitlines() if "neighbour" not in line)


async def test_h_on_a_linked_thing_shows_who_linked_it(practice: SmallPractice, story: Story) -> None:
    """A link has a history like any item; h on something that is not linked stays where it is."""
    async with conversation(practice, story) as room:
        choices = await _link_from(room, EGFR)
        await _stand_on(room, choices, _card(room, HBA1C))
        await room.press("h")
        assert choices is _choices(room)
        await room.press("escape")
        await _link_two_tests(room)
        choices = await _link_from(room, EGFR)
        await _stand_on(room, choices, _card(room, HBA1C))
        await room.press("h")
        assert "History: a link" in room.text
        assert "wrote this down" in room.text
