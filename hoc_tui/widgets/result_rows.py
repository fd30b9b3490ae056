"""Every result of one test as rows: as sent, newest first, with what was replaced, withdrawn or moved still in sight.

Results in another unit stand in a part of their own, because their numbers cannot be compared. Between the others
stands when a plan was agreed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import PartialDate, short
from hoc_tui.domain.judging import judge
from hoc_tui.domain.known import Known
from hoc_tui.domain.planning import VersionHead
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import ReferenceRange, Result, Series, unit_of
from hoc_tui.domain.triage import ResultMove
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
        record: Whose results; every value is held against the aim in force today.
        series: The test and unit that were asked for.
        known: Reviewed content and who the person is.
        zone: The practice's time zone.
    """

    def __init__(self, record: Record, series: Series, known: Known, zone: str) -> None:
        self._all: Mapping[UUID, Result] = {result.id: result for result in record.results}
        self._results = _of_test(record.results, series, known)
        self._series = series
        self._targets = [target for target in record.targets if not target.ended]
        self._known = known
        self._zone = ZoneInfo(zone)
        self._moves: dict[UUID, list[ResultMove]] = defaultdict(list)
        for move in record.result_moves:
            self._moves[move.result_id].append(move)
        self._plans = [(self._date(head.agreed_at), _plan_words(head)) for head in record.versions]

    def rows(self) -> list[TableRow]:
        """The rows, newest first, the unit that was asked for before the others."""
        units: dict[str, list[Result]] = defaultdict(list)
        for result in sorted(self._results, key=lambda one: (*one.order, one.counts), reverse=True):
            units[self._unit_of(result)].append(result)
        mine = units.pop(self._series.unit, [])
        return [*self._with_plans(mine), *(row for unit, others in units.items() for row in self._part(unit, others))]

    @property
    def standing(self) -> Mapping[str, Result]:
        """The results that count here, by the keys of their rows."""
        return {str(result.id): result for result in self._results if result.counts}

    def _with_plans(self, results: Iterable[Result]) -> list[TableRow]:
        """The rows with each plan where it was agreed: above all that had been measured by then."""
        rows, plans = list[TableRow](), sorted(self._plans, key=lambda plan: plan[0])
        for result in results:
            day = result.taken.first_day if result.taken else date.min
            while plans and plans[-1][0] >= day:
                rows.append(_plan_row(*plans.pop()))
            rows.append(self._row(result))
        return [*rows, *(_plan_row(*plan) for plan in reversed(plans))]

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
            display(", ".join(filter(None, (result.sources, result.performer))), counts),
        )
        return TableRow(cells, below=self._below(result), key=str(result.id))

    def _stands(self, result: Result) -> Content:
        if not result.counts:
            return display("not counted", "$quiet")
        judgement = judge(result, self._targets, self._known)
        return display(standing_words(judgement) or "no aim, no range", "bold $signal" if judgement.out else "")

    def _unit_of(self, result: Result) -> str:
        """The series' own unit for what stands in it, converted or spelled another way; else as sent."""
        return self._series.unit if result.id in self._own else unit_of(result)

    @cached_property
    def _own(self) -> frozenset[UUID]:
        return frozenset(one.id for one in self._series.results if one.numeric)

    def _status(self, result: Result) -> str:
        if result.superseded_by is None:
            return STATUS[result.status]
        if any(move.away for move in self._moves[result.id]):
            return "moved to another record"
        correction = self._all.get(result.superseded_by)
        if correction is None:
            return "came with another record, and went back with it"
        return f"replaced by a correction on {self._day(correction.recorded_at)}"

    def _moved(self, result: Result) -> list[str]:
        """Where it went and where it came from, with the day and how somebody knew; nobody else is named."""
        way = {True: "moved to another record", False: "came from another record"}
        return [f"{way[one.away]} on {self._day(one.moved_at)}: {one.reason}" for one in self._moves[result.id]]

    def _below(self, result: Result) -> Content | None:
        """What was sent beside the value; nothing of it is left out."""
        facts = (
            *self._moved(result),
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
        return short(self._date(moment))

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()


def _plan_words(head: VersionHead) -> str:
    return f"plan {head.number} agreed" + (", in error: the wrong record" if head.in_error else "")


def _plan_row(day: date, words: str) -> TableRow:
    return TableRow((display(f"{short(day)}  {words}", "$quiet"),), heading=True)


def range_words(sent: ReferenceRange) -> str:
    """A range with everything that came with it: limits, unit, and its own text."""
    limits = f"{sent.words}{NO_BREAK}{sent.unit}".strip()
    return f"{limits} ({sent.text})" if sent.text and sent.text != sent.words else limits


def _of_test(results: Sequence[Result], series: Series, known: Known) -> list[Result]:
    """Every result of a test: as it stands in the series where it does, and what stands in none as it was sent."""
    shown = {one.id: one for one in series.results}
    twins = {other for one in series.results for other in one.also_ids}
    test = known.catalogue.test(series.test_id or "")
    same = [one for one in results if (known.test_of(one) is test if test else one.test_key in series.keys)]
    return [shown.get(one.id, one) for one in same if one.id not in twins]
