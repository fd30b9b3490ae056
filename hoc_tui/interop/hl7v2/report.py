"""What a message says about one person: every observation a result, a puzzle, or counted with its reason."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingPerson, Puzzle
from hoc_tui.domain.messages import IncomingReport
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.text import sanitise
from hoc_tui.interop.hl7v2.encoding import Damaged, Encoding
from hoc_tui.interop.hl7v2.grouping import Group, Observation, Order
from hoc_tui.interop.hl7v2.people import read_person
from hoc_tui.interop.hl7v2.results import (
    Requested,
    attached,
    notes_of,
    one_line,
    read_result,
    requested,
    says_nothing,
    silent_result,
    written,
)
from hoc_tui.interop.hl7v2.segments import Segment
from hoc_tui.interop.parts import LONGEST_COMMENT

EMPTY = "empty: OBX"
FOLDED = "folded: OBX"
DUPLICATE = "duplicate: OBX"
DUPLICATE_ORDER = "duplicate: OBR"
ATTACHMENT = "attachment: OBX"
NO_RESULT = "no result: OBR"

_MIDDLE = " \u23ce "


class _Line(NamedTuple):
    observation: Observation
    result: SentResult


class Repeats:
    """Which identities a message has used for which person; one person may come in several groups."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, ...], tuple[list[_Line], SentResult]] = {}
        self._contents: dict[tuple[str, ...], set[tuple[str, ...]]] = {}

    def named(self, person: tuple[str, ...], lines: list[_Line], result: SentResult) -> SentResult | None:
        """Give a result an identity of its own: of several alike the second is "…~2", whatever stands between.

        Args:
            person: Whom it is about.
            lines: What it was made of.
            result: The result, with the identity of its test in its order.

        Returns:
            The result; None when the same has been said of this person before, word for word.
        """
        key = (*person, result.source_id)
        first = self._first.setdefault(key, (lines, result))
        if first[1] is result:
            return result
        contents = self._contents.setdefault(key, {_content(*first)})
        content = _content(lines, result)
        if content in contents:
            return None
        contents.add(content)
        return result.model_copy(update={"source_id": f"{result.source_id}~{len(contents)}"})


def _content(lines: list[_Line], result: SentResult) -> tuple[str, ...]:
    sent = ("|".join(line.observation.obx.sent[2:]) for line in lines)
    return (*sent, result.comment, str(result.taken), str(result.reported), result.specimen)


@dataclass(slots=True)
class _Tally:
    """A report while it is being read."""

    encoding: Encoding
    first_line: int
    repeats: Repeats
    person: tuple[str, ...]
    results: list[SentResult] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    parts: int = 1

    def attempt(self, segments: list[Segment], read: Callable[[], SentResult]) -> SentResult | None:
        """Read something, or set it aside with the segments that it came in."""
        try:
            return read()
        except HocError as error:
            where = f"line {self.first_line + segments[0].line}"
            self.puzzles.append(Puzzle(where=where, reason=error.message, raw=_as_sent(segments, self.encoding)))
            return None


def read_report(group: Group, encoding: Encoding, first_line: int, repeats: Repeats) -> IncomingReport:
    """Read what a message says about one person.

    Args:
        group: The person and their orders.
        encoding: How the message is written.
        first_line: The line of the file on which the message begins.
        repeats: What the message has said before.

    Returns:
        The report, in which every observation is accounted for.

    Raises:
        Damaged: The person, or what an order says about all of its results, cannot be read faithfully.
    """
    person, remarks = _person(group, encoding)
    tally = _Tally(encoding, first_line, repeats, _key(person), remarks=[*remarks])
    if group.notes and (said := notes_of(group.notes, encoding)):
        tally.remarks.append(f"The laboratory wrote about the person: “{one_line(said)}”")
    for order in group.orders:
        _read_order(order, tally)
    if not group.orders:
        tally.remarks.append("The message brings no results for this person.")
    return IncomingReport(
        person=person,
        results=tuple(tally.results),
        ignored=dict(+tally.ignored),
        puzzles=tuple(tally.puzzles),
        remarks=tuple(dict.fromkeys(tally.remarks)),
        resources=tally.parts,
    )


def _person(group: Group, encoding: Encoding) -> tuple[IncomingPerson, tuple[str, ...]]:
    try:
        return read_person(group.pid, encoding)
    except HocError as error:
        raise Damaged(f"The person's details cannot be read: {error.message}", group.pid.line) from None


def _requested(order: Order, tally: _Tally) -> Requested:
    try:
        return requested(order, tally.encoding, tally.remarks)
    except HocError as error:
        raise Damaged(f"An order cannot be read: {error.message}", order.obr.line) from None


def _key(person: IncomingPerson) -> tuple[str, ...]:
    return (person.nhs_number, person.source_id, person.family, person.given, str(person.born))


def _read_order(order: Order, tally: _Tally) -> None:
    read = _requested(order, tally)
    tally.parts += len(order.observations) or 1
    if all(map(says_nothing, order.observations)):
        _read_silent(order, read, tally)
        return
    lines: list[_Line] = []
    for observation in order.observations:
        if says_nothing(observation):
            tally.ignored[EMPTY] += 1
            continue
        result = _read_observation(observation, read, tally)
        this = _Line(observation, result) if result else None
        if lines and not (this and _goes_on(lines, this)):
            _place(lines, tally)
            lines = []
        lines += [this] if this else []
    if lines:
        _place(lines, tally)


def _read_observation(observation: Observation, order: Requested, tally: _Tally) -> SentResult | None:
    if attached(observation):
        tally.remarks.append("The laboratory attached a document, which is not kept here.")
        if not observation.notes:
            tally.ignored[ATTACHMENT] += 1
            return None
    return tally.attempt([observation.obx, *observation.notes], lambda: read_result(observation, order, tally.encoding))


def _read_silent(order: Order, read: Requested, tally: _Tally) -> None:
    """An order without a single value: what its notes say is all there is, so they stand as a result."""
    if read.status == "X":
        tally.remarks.append(f"The laboratory cancelled “{read.test.name}” without a result.")
    empty = len(order.observations)
    if read.comment:
        result = tally.attempt([order.obr, *order.notes], lambda: silent_result(read))
        if result:
            _keep([], result, tally)
    elif not empty:
        tally.ignored[NO_RESULT] += 1
    tally.ignored[EMPTY] += empty - bool(read.comment and empty)


def _goes_on(lines: list[_Line], this: _Line) -> bool:
    """Whether a written result is the next line of those before it.

    HL7 gives each result of an order a test and a sub-id of its own, so two neighbours with the same of both are one
    text in several segments; as results of their own, only the last line would stand as the latest value.
    """
    first = lines[0]
    if not (written(first.observation) and written(this.observation)):
        return False
    one, other = first.observation.obx, this.observation.obx
    if (one[3], one[4], one[14]) != (other[3], other[4], other[14]):
        return False
    numeric = first.result.quantity or this.result.quantity or first.result.ranges or this.result.ranges
    return not numeric and first.result.status == this.result.status and this.result.flag in {"", first.result.flag}


def _place(lines: list[_Line], tally: _Tally) -> None:
    """Give one result its place, with all of its lines."""
    tally.ignored[FOLDED] += len(lines) - 1
    result: SentResult | None = lines[0].result
    if len(lines) > 1:
        segments = [segment for line in lines for segment in (line.observation.obx, *line.observation.notes)]
        result = tally.attempt(segments, lambda: _folded(lines))
    if result:
        _keep(lines, result, tally)


def _keep(lines: list[_Line], result: SentResult, tally: _Tally) -> None:
    named = tally.repeats.named(tally.person, lines, result)
    if named:
        tally.results.append(named)
    else:
        # Some senders repeat a whole order in one message.
        tally.ignored[DUPLICATE if lines else DUPLICATE_ORDER] += 1


def _folded(lines: list[_Line]) -> SentResult:
    results = [line.result for line in lines]
    text = sanitise("\n".join(one.text for one in results), limit=LONGEST_COMMENT).strip("\n")
    comments = dict.fromkeys(filter(None, (one.comment for one in results)))
    comment = sanitise("\n".join(comments), limit=LONGEST_COMMENT)
    return results[0].model_copy(update={"text": text, "comment": comment})


def _as_sent(segments: list[Segment], encoding: Encoding) -> str:
    """Segments on one line; characters that show nothing or steer a terminal stand as JSON escapes."""
    return _MIDDLE.join("".join(_shown(encoding.field.join(one.sent))) for one in segments)


def _shown(text: str) -> Iterator[str]:
    return (character if character.isprintable() else json.dumps(character)[1:-1] for character in text)
