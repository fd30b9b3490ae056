"""Every result of one test as rows: as sent, newest first, with what was replaced or withdrawn still in sight.

Results in another unit stand in a part of their own, because their numbers cannot be compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import PartialDate, short
from hoc_tui.domain.judging import judge
from hoc_tui.domain.planning import Target
from hoc_tui.domain.results import ReferenceRange, Result, Series
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.text import Content, display, glyphs, join
from hoc_tui.widgets.conversation.result_cards import standing_words
from hoc_tui.widgets.result_words import unbroken
from hoc_tui.widgets.wrapped_table import TableRow

TITLES = ("Taken", "Value", "Where it stands", "Range sent", "Status", "Sent by")
STATUS = {
    ResultStatus.REGISTERED: "not ready yet",
    ResultStatus.PRELIMINARY: "preliminary",
    ResultStatus.FINAL: "final",
    ResultStatus.AMENDED: "amended",
    ResultStatus.CORRECTED: "corrected",
    ResultStatus.CANCELLED: "withdrawn: cancelled by the sender",
    ResultStatus.ENTERED_IN_ERROR: "withdrawn: sent in error",
    ResultStatus.NOT_SENT: "status not sent",
}
"""Every status in words."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_DAY = len("2003-06-16")


class ResultRows:
    """The rows of one test.

    Args:
        results: All of a person's results.
        series: The test and unit that were asked for.
        targets: The person's targets; every value is held against the aim in force today.
        zone: The practice's time zone.
    """

    def __init__(self, results: Sequence[Result], series: Series, targets: Sequence[Target], zone: str) -> None:
        self._all: Mapping[UUID, Result] = {result.id: result for result in results}
        self._results = [result for result in results if result.test_key == series.test_key]
        self._series = series
        self._targets = targets
        self._zone = ZoneInfo(zone)

    def rows(self) -> list[TableRow]:
        """The rows, newest first, the unit that was asked for before the others."""
        units: dict[str, list[Result]] = defaultdict(list)
        for result in sorted(self._results, key=lambda one: (*one.order, one.counts), reverse=True):
            units[_unit_of(result)].append(result)
        mine = units.pop(self._series.unit, [])
        return [*map(self._row, mine), *(row for unit, others in units.items() for row in self._part(unit, others))]

    def _part(self, unit: str, results: Iterable[Result]) -> list[TableRow]:
        words = f"Sent in {unit}, not to be compared with the others:" if unit else "Sent without a unit:"
        return [TableRow((display(words, "bold"),), heading=True), *map(self._row, results)]

    def _row(self, result: Result) -> TableRow:
        counts = "" if result.counts else "$quiet"
        cells = (
            display(self._moment(result.taken) if result.taken else "date not sent", counts),
            display(unbroken(result.value_words), counts or "bold"),
            self._stands(result),
            display("; ".join(filter(None, map(range_words, result.ranges))) or "none sent", counts),
            display(self._status(result), counts),
            display(", ".join(filter(None, (result.source_system, result.performer))), counts),
        )
        return TableRow(cells, below=self._below(result))

    def _stands(self, result: Result) -> Content:
        if not result.counts:
            return display("not counted", "$quiet")
        judgement = judge(result, self._targets)
        return display(standing_words(judgement) or "no aim, no range", "bold $signal" if judgement.out else "")

    def _status(self, result: Result) -> str:
        if result.superseded_by is None:
            return STATUS[result.status]
        correction = self._all.get(result.superseded_by)
        when = f" on {self._day(correction.recorded_at)}" if correction else ""
        return f"replaced by a correction{when}"

    def _below(self, result: Result) -> Content | None:
        """What was sent beside the value; nothing of it is left out."""
        facts = (
            f"sent as {result.name}" if result.name != self._series.name else "",
            f"flag sent: {result.flag}" if result.flag else "",
            f"specimen: {result.specimen}" if result.specimen else "",
            f"reported {self._moment(result.reported)}" if result.reported else "",
            f"in words: {result.text}" if result.text and result.text != result.value_words else "",
            f"comment: {result.comment}" if result.comment else "",
        )
        said = [display(fact, "$quiet") for fact in facts if fact]
        return join(said, f" {glyphs().separator} ") if said else None

    def _moment(self, when: PartialDate) -> str:
        """As precise as it was sent: a year stays a year, and a time is shown on the practice's clock."""
        if (instant := when.instant) is not None:
            return f"{self._day(instant)} {instant.astimezone(self._zone):%H:%M}"
        time = when.text[_DAY + 1 : _DAY + 6]
        return f"{when.short} {time}".strip()

    def _day(self, moment: datetime) -> str:
        return short(moment.astimezone(self._zone).date())


def range_words(sent: ReferenceRange) -> str:
    """A range with everything that came with it: limits, unit, and its own text."""
    limits = f"{sent.words}{NO_BREAK}{sent.unit}".strip()
    return f"{limits} ({sent.text})" if sent.text and sent.text != sent.words else limits


def _unit_of(result: Result) -> str:
    quantity = result.quantity or next((part.quantity for part in result.components if part.quantity), None)
    return quantity.unit if quantity else ""
