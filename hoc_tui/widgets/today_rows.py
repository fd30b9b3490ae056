"""Rows of Today: when, who with two identifiers, with whom, how far, what they need; nothing clinical."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import short
from hoc_tui.domain.lists import TodayEntry
from hoc_tui.domain.names import similar
from hoc_tui.domain.vocabulary import Registration, Step
from hoc_tui.text import Content, display, glyphs, join, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.found_rows import warning, warnings

STEP_WORDS: Final = {
    Step.BOOKED: "booked",
    Step.GATHERED: "tests gathered",
    Step.RESULTS_CHECKED: "results checked",
    Step.LETTER_SENT: "letter sent",
    Step.REFLECTIONS_BACK: "wrote back",
    Step.ARRIVED: "arrived",
    Step.IN_CONVERSATION: "in conversation",
    Step.PLAN_AGREED: "plan agreed",
    Step.PLAN_DECLINED: "no plan wanted",
    Step.COPY_GIVEN: "plan agreed, copy given",
    Step.NOT_ATTENDED: "could not come",
}
"""How far a person is, in words that reception and the person may read."""

FINISHED: Final = frozenset({Step.PLAN_AGREED, Step.PLAN_DECLINED, Step.COPY_GIVEN})
"""Steps after which nothing is left to do in the conversation."""

WIDE: Final = 112
"""Cells from which every fact has a column of its own; below, two facts share one."""

_NARROW = (
    Column("Time", width=5),
    Column("Person"),
    Column("With", width=13),
    Column("Step and needs"),
)
_WIDE = (
    Column("Time", width=5),
    Column("Person", share=4),
    Column("Born", width=11),
    Column("NHS number", width=12),
    Column("With", share=2),
    Column("Step", share=3),
    Column("Needs", share=4),
)


def today_columns(width: int) -> tuple[Column, ...]:
    """The columns of Today.

    Args:
        width: Cells across, without the list's gutter.
    """
    return _WIDE if width >= WIDE else _NARROW


def needs_something(entry: TodayEntry) -> bool:
    """Whether somebody has to do something about a row before the conversation.

    Args:
        entry: A row of Today.
    """
    return bool(entry.blocked) or entry.registration is not Registration.REGISTERED


def today_cards(entries: Sequence[TodayEntry], zone: str) -> list[Card]:
    """The rows, in order of time.

    Args:
        entries: The visits of a day.
        zone: The practice's time zone, for clock times.
    """
    return [_card(entry, ZoneInfo(zone), alike=_has_double(entry, entries)) for entry in entries]


def _card(entry: TodayEntry, zone: ZoneInfo, *, alike: bool) -> Card:
    def row(width: int) -> Content:
        cells = _wide_cells(entry, zone, alike=alike) if width >= WIDE else _narrow_cells(entry, zone, alike=alike)
        return Row(today_columns(width), cells)(width)

    return Card(str(entry.visit_id), row)


def _wide_cells(entry: TodayEntry, zone: ZoneInfo, *, alike: bool) -> list[Content]:
    name = join([display(entry.name, "bold"), *_warnings(entry, alike=alike)], "\n")
    facts = [name, _born(entry), _number(entry), display(entry.with_whom)]
    return [_time(entry, zone), *facts, _step(entry, zone), _needs(entry)]


def _narrow_cells(entry: TodayEntry, zone: ZoneInfo, *, alike: bool) -> list[Content]:
    identity = join([_born(entry), _number(entry)], f" {glyphs().separator} ")
    name = join([display(entry.name, "bold"), identity, *_warnings(entry, alike=alike)], "\n")
    step = [part for part in (_step(entry, zone), _needs(entry)) if part.plain]
    return [_time(entry, zone), name, display(entry.with_whom), join(step, "\n")]


def _time(entry: TodayEntry, zone: ZoneInfo) -> Content:
    return display(f"{entry.starts_at.astimezone(zone):%H:%M}")


def _born(entry: TodayEntry) -> Content:
    return display(short(entry.born) if entry.born else "born Not Known")


def _number(entry: TodayEntry) -> Content:
    number = entry.number
    return display("no NHS number", "$quiet") if number is None else display(together(number.display))


def _warnings(entry: TodayEntry, *, alike: bool) -> list[Content]:
    number = entry.number
    invalid = [] if number is None or number.valid else [warning("number not valid")]
    return [*invalid, *warnings(entry, alike="similar name today" * alike)]


def _step(entry: TodayEntry, zone: ZoneInfo) -> Content:
    marks = glyphs()
    mark = marks.tick if entry.step in FINISHED else marks.empty
    mark = marks.filled if entry.step is Step.IN_CONVERSATION else mark
    when = f" {entry.arrived_at.astimezone(zone):%H:%M}" if entry.step is Step.ARRIVED and entry.arrived_at else ""
    step = display(f"{mark} {STEP_WORDS[entry.step]}{when}")
    return join([step, warning(f"letter not sent: {entry.blocked}")], "\n") if entry.blocked else step


def _needs(entry: TodayEntry) -> Content:
    return display(f" {glyphs().separator} ".join(entry.needs))


def _has_double(entry: TodayEntry, entries: Sequence[TodayEntry]) -> bool:
    """Whether somebody else that day has a name one could mistake for this one (hazard H01)."""
    names = [(one.family, one.given) for one in entries if one.person_id != entry.person_id]
    return any(similar((entry.family, entry.given), name) for name in names)
