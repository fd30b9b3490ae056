"""Keys as a terminal sends them: each arrives, and letters that nobody meant as commands do no harm."""

import inspect
import string
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from hoc_tui.app_frame import FrameApp
from hoc_tui.commands.everywhere import EVERYWHERE
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.task import unwind
from hoc_tui.screens.today import TodayScreen
from hoc_tui.services.agreeing import agree
from hoc_tui.services.records import open_record
from hoc_tui.terminal_driver import Keyboard
from scripts.keys import screens
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told, changed, endings, everything
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, seated
from tests.support.terminal import KEYS

TYPED = {_character_to_key(character): character for character in string.printable if character.isprintable()}
"""Every key that types a character, by Textual's name."""
PASTED = "added xyz\nq"
"""What somebody pastes onto a list by mistake: a word, a line end, another word."""


def bound() -> Iterator[tuple[str, str]]:
    """Every key of every screen and widget of ours, with its command's id."""
    for screen in screens():
        yield from ((key.strip(), command.ID) for command in screen.VERBS for key in command.KEY.split(","))
    for owner in (FrameApp, *_below(Widget)):
        for binding in vars(owner).get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield from ((key.strip(), binding.id or binding.action) for key in binding.key.split(","))


def _below(above: type[Widget]) -> Iterator[type[Widget]]:
    for one in above.__subclasses__():
        if one.__module__.startswith("hoc_tui") and not inspect.isabstract(one) and not issubclass(one, Screen):
            yield one
        yield from _below(one)


# Not Escape: its byte becomes the key only when nothing follows for a while, for which every session here waits.
@pytest.mark.parametrize("key", sorted({key for key, _ in bound()} - {"escape"}))
def test_every_key_is_one_that_a_plain_terminal_sends(key: str) -> None:
    """The bytes of a plain xterm or PuTTY make exactly this key, without Alt, Shift or Kitty's own mode."""
    sent = KEYS.get(key) or TYPED[key]
    assert [key] == [one.key for one in Keyboard().feed(sent.encode()) if isinstance(one, Key)]


# Letters that nobody meant as commands ---------------------------------------------------------------------------

ELSEWHERE = frozenset(key for command in EVERYWHERE for key in command.KEY.split(","))
PLACES = {
    "Today": (),
    "What matters": ("o",),
    "Results": ("o", "2"),
    "Goals": ("o", "3"),
    "details": ("o", "i"),
    "the agreed plan": ("o", "p", "left_square_bracket"),
    "links": ("o", "l"),
}
"""Lists on which somebody may type by mistake, and the keys that lead there; "o" stands for opening Mrs Jackson."""
DONE_BY_IT = {"Today": {"visit", "revision", "person"}, "links": {"link", "revision", "person"}}
"""What a word and Enter do change: the a of it marks an arrival, Enter makes a link; each of them can be undone."""


async def go(seat: Seat, told: Told, place: str) -> None:
    """From wherever somebody is to one of the places."""
    unwind(seat.screen)
    await seat.settle()
    for key in PLACES[place]:
        if key == "o":
            assert isinstance(seat.screen, TodayScreen)
            seat.app.push_screen(ConsultationScreen(seat.screen.work, told.story.person_id))
            await seat.settle()
        else:
            await seat.press(key)


def letters(seat: Seat, place: str) -> dict[str, tuple[str, ...]]:
    """The single characters that do something where somebody is, apart from those that only lead elsewhere.

    Each with what it does: for the same screen's second pane nothing new, unless it depends on the pane or the card.
    """
    found = {key: active.binding for key, active in seat.screen.active_bindings.items() if active.enabled}
    return {
        key: (seat.named, key, place if "the pane" in binding.tooltip or "under the cursor" in binding.tooltip else "")
        for key, binding in found.items()
        if key in TYPED.keys() - ELSEWHERE
    }


def agree_the_plan(practice: SmallPractice, told: Told) -> None:
    """So that there is something that could be marked as wrong."""
    desk = practice.desk(Role.NURSE)
    agree(desk, open_record(desk, told.story.person_id), AgreeDraft(agreement=Agreement.BY_PERSON))


async def test_no_letter_ends_or_agrees_anything(practice: SmallPractice, told: Told) -> None:
    """Each letter that does something, on each list: nothing ends, nothing is agreed, nothing is gone."""
    agree_the_plan(practice, told)
    before, pressed = endings(told.url), set[tuple[str, ...]]()
    async with seated(practice, Role.NURSE) as seat:
        for place in ("Today", "What matters", "Goals", "details", "the agreed plan"):
            await go(seat, told, place)
            here = seat.screen
            for key, does in letters(seat, place).items():
                if does in pressed:
                    continue
                pressed.add(does)
                await seat.press(key)
                if seat.screen is not here:
                    await seat.press("escape")
                if seat.screen is not here:
                    await go(seat, told, place)
                    here = seat.screen
    assert 40 < len(pressed)
    assert set() == changed(before, endings(told.url))


async def test_a_paste_onto_a_list_does_no_harm(practice: SmallPractice, told: Told) -> None:
    """A word, a line end and a word: pasted they do nothing at all, and typed nothing that cannot be undone."""
    agree_the_plan(practice, told)
    before = everything(told.url)
    async with seated(practice, Role.NURSE) as seat:
        for place in PLACES:
            await go(seat, told, place)
            assert seat.screen.focused is not None
            seat.screen.focused.post_message(Paste(PASTED))
            await seat.settle()
            assert set() == changed(before, everything(told.url)), place
            for character in PASTED:
                seat.send({"\n": "enter", " ": "space"}.get(character, character))
            await seat.settle()
            after = everything(told.url)
            assert changed(before, after) <= DONE_BY_IT.get(place, set()), place
            before = after


def test_a_paste_in_a_real_terminal_does_no_harm(told: Told, start: Start) -> None:
    """With and without bracketed paste: no record changes, and what became the beginning of a form is a draft."""
    before = everything(told.url)
    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        seat.see("Riverside Surgery", "DEMO")
        seat.find("4/3/1951", "1 found")
        seat.press("enter", "0 of 3 discussed")
        terminal.send(f"\x1b[200~{PASTED}\x1b[201~".replace("\n", "\r"))
        terminal.send(PASTED.replace("\n", "\r"))
        seat.see("Something to talk about", "dded xyz")
        seat.go_back("Something to talk about")
        seat.press("a", "it was not saved", "dded xyz")
        assert 0 == seat.quit()
    assert set() == changed(before, everything(told.url))
