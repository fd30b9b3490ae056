"""Keys as a terminal sends them: each arrives, and letters that nobody meant as commands do no harm."""

import inspect
import string
from collections.abc import Callable, Iterator

import pytest
from textual.binding import Binding
from textual.events import Key
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from hoc_tui.app_frame import FrameApp
from hoc_tui.commands.everywhere import EVERYWHERE
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.screens.agree import AgreeScreen
from hoc_tui.screens.background import BackgroundScreen
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.person import PersonScreen
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import agree
from hoc_tui.services.records import open_record
from hoc_tui.terminal_driver import Keyboard
from scripts.keys import screens
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told, changed, everything
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


# Not Escape: the byte alone becomes the key only when nothing has followed it for a while, and every session here waits.
@pytest.mark.parametrize("key", sorted({key for key, _ in bound()} - {"escape"}))
def test_every_key_is_one_that_a_plain_terminal_sends(key: str) -> None:
    """The bytes of a plain xterm or PuTTY make exactly this key, without Alt, Shift or Kitty's own mode."""
    sent = KEYS.get(key) or TYPED[key]
    assert [key] == [one.key for one in Keyboard().feed(sent.encode()) if isinstance(one, Key)]


# Letters that nobody meant as commands ---------------------------------------------------------------------------

COMMON = frozenset({key for command in EVERYWHERE for key in command.KEY.split(",")})


def places(told: Told) -> dict[str, Callable[[Workplace], Screen[object]]]:
    """Screens on whose lists somebody may type by mistake, and how each is opened."""
    who = told.story.person_id
    return {
        "conversation": lambda work: ConsultationScreen(work, who),
        "person": lambda work: PersonScreen(work, who),
        "draft of the plan": lambda work: PlanScreen(work, who),
        "agreed plan": lambda work: PlanScreen(work, who, 1),
        "background": lambda work: BackgroundScreen(work, who),
        "agreeing": lambda work: AgreeScreen(work, open_record(work.desk, who)),
    }


PLACES = sorted(places(Told("", None)))  # type: ignore[arg-type]
