"""Which segment belongs to which: people, their orders, and the observations of each order, with their notes.

An order of segments that HL7 does not have means that a segment was lost or damaged on its way. Such a message is not
read, because the results behind a lost person would be somebody else's.
"""

from dataclasses import dataclass, field

from hoc_tui.interop.hl7v2.encoding import Damaged
from hoc_tui.interop.hl7v2.segments import Segment

_ABOUT_A_PERSON = frozenset({"PD1", "NK1", "PV1", "PV2"})
"""Segments that stand behind a person and before the first order."""


@dataclass(slots=True)
class Observation:
    """One OBX, with the notes on it."""

    obx: Segment
    notes: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    """One OBR, with what was found for it."""

    obr: Segment
    orc: Segment | None
    notes: list[Segment]
    observations: list[Observation] = field(default_factory=list)
    specimens: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """One PID, with the orders for this person."""

    pid: Segment
    notes: list[Segment] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)


class Grouping:
    """A message while its segments are put together."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.notes: list[Segment] = []
        """Notes on the message as a whole."""
        self._order: Order | None = None
        self._orc: Segment | None = None
        self._noted = self.notes

    def take(self, segment: Segment) -> None:
        """Take the next segment.

        Raises:
            Damaged: It cannot stand here.
        """
        match segment.kind:
            case "OBX":
                self._observation(segment)
            case "NTE":
                self._noted.append(segment)
            case "OBR":
                self._begin_order(segment)
            case "ORC":
                self._announce_order(segment)
            case "SPM":
                self._specimen(segment)
            case "PID":
                self._person(segment)
            case "MSH":
                self._only_first(segment)
            case kind if kind in _ABOUT_A_PERSON:
                self._before_orders(segment)

    def finish(self, last: Segment) -> None:
        """Take the end of the message.

        Raises:
            Damaged: It is about nobody, or an order was announced and did not come.
        """
        self._check_announced(last)
        if not self.groups:
            raise Damaged("The message names nobody: it has no person (PID).")

    def _person(self, pid: Segment) -> None:
        self._check_announced(pid)
        self.groups.append(Group(pid))
        self._order, self._noted = None, self.groups[-1].notes

    def _before_orders(self, segment: Segment) -> None:
        if not self.groups or self._order or self._orc:
            raise Damaged(
                f"{segment.kind} stands where it belongs to nobody; a person (PID) seems to be missing.", segment.line
            )
        self._noted = self.groups[-1].notes

    def _announce_order(self, orc: Segment) -> None:
        self._check_person(orc, "An order (ORC)")
        self._check_announced(orc)
        self._orc, self._order, self._noted = orc, None, []

    def _begin_order(self, obr: Segment) -> None:
        self._check_person(obr, "An order (OBR)")
        self._order = Order(obr, self._orc, self._noted if self._orc else [])
        self._orc, self._noted = None, self._order.notes
        self.groups[-1].orders.append(self._order)

    def _observation(self, obx: Segment) -> None:
        self._check_person(obx, "A result (OBX)")
        if self._order is None:
            raise Damaged("A result (OBX) stands before the order (OBR) that it belongs to.", obx.line)
        self._order.observations.append(Observation(obx))
        self._noted = self._order.observations[-1].notes

    def _specimen(self, spm: Segment) -> None:
        self._check_person(spm, "A specimen (SPM)")
        if self._order is None:
            raise Damaged("A specimen (SPM) stands before the order (OBR) that it belongs to.", spm.line)
        self._order.specimens.append(spm)
        self._noted = self._order.notes

    def _check_person(self, segment: Segment, what: str) -> None:
        if not self.groups:
            raise Damaged(f"{what} stands before the person (PID) whom it is about.", segment.line)

    def _check_announced(self, segment: Segment) -> None:
        if self._orc:
            raise Damaged("An order was announced (ORC) and did not come (OBR).", segment.line)

    def _only_first(self, msh: Segment) -> None:
        if msh.line:
            raise Damaged("A message begins (MSH) inside another.", msh.line)


def grouped(segments: list[Segment]) -> Grouping:
    """Put the segments of a message together.

    Raises:
        Damaged: They stand in an order that HL7 does not have.
    """
    grouping = Grouping()
    for segment in segments:
        grouping.take(segment)
    grouping.finish(segments[-1])
    return grouping
