"""Which segments of a message belong together: its head, its reports, their person, specimens and tests.

NHS messages mark their groups with trigger segments (S01, S02, S16 and so on). Senders leave some of them out, S18
before each test most of all, so that a GIS or an INV begins a test as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hoc_tui.interop.edifact.syntax import Segment

_OPENERS = frozenset({"S18", "GIS"})
"""Segments that may stand before a test's name."""


@dataclass(slots=True)
class ReportLayout:
    """The segments of one report about one person."""

    head: list[Segment] = field(default_factory=list)
    person: list[Segment] = field(default_factory=list)
    clinical: list[Segment] = field(default_factory=list)
    """What was written on the request."""
    specimens: list[list[Segment]] = field(default_factory=list)
    tests: list[list[Segment]] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """The segments of one message, by what they belong to."""

    head: list[Segment] = field(default_factory=list)
    """Everything before the first report: the message's kind, and who sent and asked."""
    reports: list[ReportLayout] = field(default_factory=list)

    @property
    def report(self) -> ReportLayout:
        """The report being filled; a message that names none has one all the same."""
        if not self.reports:
            self.reports.append(ReportLayout())
        return self.reports[-1]


def laid_out(segments: Iterable[Segment]) -> Layout:
    """Put a message's segments where they belong; none is left out.

    Args:
        segments: From UNH to UNT.
    """
    layout = Layout()
    into = layout.head
    for segment in segments:
        into = _place(layout, into, segment)
        into.append(segment)
    return layout


def _place(layout: Layout, into: list[Segment], segment: Segment) -> list[Segment]:
    """Where a segment goes; where the one before went, unless its tag begins something else."""
    begins = _BEGINS.get(segment.tag)
    return begins(layout, into, segment.tag) if begins else into


def _test(layout: Layout, into: list[Segment], tag: str) -> list[Segment]:
    # A GIS also stands in the head of a report, and says there what sort of report it is.
    if tag == "GIS" and (into is layout.head or (layout.reports and into is layout.reports[-1].head)):
        return into
    only_begun = _is_test(layout, into) and all(one.tag in _OPENERS and one.tag != tag for one in into)
    return into if only_begun else _added(layout.report.tests)


def _is_test(layout: Layout, into: list[Segment]) -> bool:
    return bool(layout.reports) and bool(layout.reports[-1].tests) and into is layout.reports[-1].tests[-1]


def _added(groups: list[list[Segment]]) -> list[Segment]:
    groups.append([])
    return groups[-1]


def _value(layout: Layout, into: list[Segment], _: str) -> list[Segment]:
    # A value outside a test belongs to one whose beginning is missing: it is set aside, not left out.
    return into if _is_test(layout, into) else _added(layout.report.tests)


def _report(layout: Layout, *_: object) -> list[Segment]:
    layout.reports.append(ReportLayout())
    return layout.report.head


_BEGINS: dict[str, Callable[[Layout, list[Segment], str], list[Segment]]] = {
    **dict.fromkeys(("GIS", "INV", "S18"), _test),
    **dict.fromkeys(("PNA", "S05", "S06", "S07"), lambda layout, *_: layout.report.person),
    "RSL": _value,
    "S02": _report,
    "S10": lambda layout, *_: layout.report.clinical,
    "S16": lambda layout, *_: _added(layout.report.specimens),
    "UNT": lambda layout, *_: layout.head,
}
"""Segments that begin a group, and what then takes them; S18, GIS or INV begin a test unless it has no name yet."""
