"""What the terminal shows after each key is what painting everything anew would show: no stale line, ever."""

import pyte
import pytest
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.screen import Screen
from textual.widget import Widget

from hoc_tui.app import HocApp
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.sgr import fewest_codes
from tests.support.conversation import tell
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, Seat, seated

ABOUT_THE_PANES = "2 tab shift+tab down down end home 3 down 1 left_square_bracket"
WITH_ONE_PANE = "z tab tab tab 2 down 3 z 2 z z 1"
AWAY_AND_BACK = "slash j a down down slash backspace escape down question_mark escape f9 tab 2"
SIDE_BY_SIDE = "2 down tab z 1"

PATIENCE = 60
"""Frames after which the terminal must have been told."""

Cells = list[list[tuple[object, ...]]]


class Shown:
    """A terminal that is sent what the program paints, as it would be sent over the line."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self._screen)

    def take(self, app: HocApp, painting: object) -> None:
        """Show one painting."""
        if isinstance(painting, CompositorUpdate):
            self._stream.feed(fewest_codes(painting.render_segments(app.console)).replace("\n", "\r\n"))

    @property
    def cells(self) -> Cells:
        """Each cell: what it shows and how; of a blank, its background alone."""
        return [[_look(self._screen.buffer[y][x]) for x in range(self.size[0])] for y in range(self.size[1])]

    @property
    def text(self) -> str:
        """What can be read."""
        return "\n".join(self._screen.display)


def _look(cell: pyte.screens.Char) -> tuple[object, ...]:
    quiet = cell.data == " " and not (cell.underscore or cell.strikethrough or cell.reverse)
    return (cell.data, cell.bg) if quiet else tuple(cell)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> Shown:
    """What has been painted since the program started."""
    terminal = Shown(size)
    display = HocApp._display

    def show(app: HocApp, screen: Screen[object], painting: RenderableType | None) -> None:
        if not app._batch_count:
            terminal.take(app, painting)
        display(app, screen, painting)

    monkeypatch.setattr(HocApp, "_display", show)
    return terminal


def painted_anew(seat: Seat, size: tuple[int, int]) -> Shown:
    """All of the screen, painted from nothing, without a word to the program that it was."""
    terminal, compositor = Shown(size), seat.screen._compositor
    waiting = set(compositor._dirty_regions)
    for widget in seat.screen.walk_children(Widget, with_self=True):
        widget._styles_cache.clear()
    terminal.take(seat.app, compositor.render_full_update())
    compositor._dirty_regions |= waiting
    return terminal


async def painted(seat: Seat, shown: Shown) -> Shown:
    """The screen painted anew, once the terminal shows the same or has had the time to."""
    frames = 0
    while (anew := painted_anew(seat, shown.size)).cells != shown.cells and frames < PATIENCE:
        frames += 1
        await seat.pilot.pause(1 / 60)
    return anew


@pytest.mark.parametrize(
    ("size", "keys"),
    [(SIZES[0], ABOUT_THE_PANES), (SIZES[0], WITH_ONE_PANE), (SIZES[0], AWAY_AND_BACK), (SIZES[1], SIDE_BY_SIDE)],
    ids=["panes", "one pane", "other screens", "wide window"],
)
async def test_the_terminal_shows_what_there_is(practice: SmallPractice, shown: Shown, keys: str) -> None:
    """After any key in the conversation and on the way to other screens, each cell is as a full painting has it."""
    story = tell(practice)
    async with seated(practice, Role.NURSE, size=shown.size) as seat:
        assert isinstance(seat.screen, TodayScreen)
        seat.app.push_screen(ConsultationScreen(seat.screen.work, story.person_id))
        await seat.settle()
        for key in ("down", *keys.split()):
            await seat.press(key)
            anew = await painted(seat, shown)
            assert anew.text == shown.text, key
            assert anew.cells == shown.cells, key
