"""An observation (OBX) of an order (OBR) as a result, exactly as it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from hoc_tui.domain.dates import NotADate, PartialDate
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.hl7v2.dates import time_of
from hoc_tui.interop.hl7v2.encoding import Encoding
from hoc_tui.interop.hl7v2.grouping import Observation, Order
from hoc_tui.interop.hl7v2.segments import Segment
from hoc_tui.interop.hl7v2.terms import Test, flag_of, performer_of, source_of, test_of, words_of
from hoc_tui.interop.hl7v2.values import ATTACHED, WRITTEN, answer_of, applicable, ranges_of, unit_of
from hoc_tui.interop.parts import LONGEST_COMMENT, Misfit

_STATUSES = {
    **dict.fromkeys("PIRS", ResultStatus.PRELIMINARY),
    **dict.fromkeys("FU", ResultStatus.FINAL),
    "C": ResultStatus.CORRECTED,
    "A": ResultStatus.AMENDED,
    "X": ResultStatus.CANCELLED,
    **dict.fromkeys("DW", ResultStatus.ENTERED_IN_ERROR),
    **dict.fromkeys("NO", ResultStatus.REGISTERED),
}
"""HL7 table 0085 (OBX-11)."""
_ORDER_STATUSES = {
    **dict.fromkeys("PIRSA", ResultStatus.PRELIMINARY),
    "F": ResultStatus.FINAL,
    **dict.fromkeys("CM", ResultStatus.CORRECTED),
    "X": ResultStatus.CANCELLED,
    **dict.fromkeys("NO", ResultStatus.REGISTERED),
}
"""HL7 table 0123 (OBR-25), in which "A" is "some, but not all, results available"."""


@dataclass(slots=True)
class Requested:
    """What an order says about all of its results."""

    test: Test
    identity: str
    """The sender's identity of the order with its test; empty when nothing tells it from another."""
    status: str
    taken: str
    reported: PartialDate | None
    specimen: str
    comment: str


def requested(order: Order, encoding: Encoding, remarks: list[str]) -> Requested:
    """Read what an order says about all of its results.

    Args:
        order: The order.
        encoding: How the message is written.
        remarks: Where to say what could not be taken as it was sent.

    Raises:
        Misfit: It is longer than orders are.
        TextTooLong: Something in it is longer than its field.
    """
    obr = order.obr
    for segment in (obr, *order.specimens):
        segment.check_length()
    test = test_of(obr[4], encoding)
    specimens = tuple(one[4] for one in order.specimens)
    collected = (encoding.part(one[17], 1) for one in order.specimens)
    return Requested(
        test=test,
        identity=_order_identity(order, test, encoding),
        status=encoding.part(obr[25], 1).upper(),
        taken=encoding.part(obr[7], 1) or next(filter(None, collected), ""),
        reported=_reported(obr, encoding, remarks),
        specimen=source_of(specimens, obr[15], encoding),
        comment=notes_of(order.notes, encoding),
    )


def _order_identity(order: Order, test: Test, encoding: Encoding) -> str:
    """The filler's number, else the placer's, with the test that was ordered.

    Why the test too: many laboratories give the sample's number to every test that was ordered on it, and the glucose
    of one and of two hours are then the same but for their order.
    """
    orc = order.orc
    numbers = (order.obr[3], orc[3] if orc else "", order.obr[2], orc[2] if orc else "")
    number = next(filter(None, (_entity(one, encoding) for one in numbers)), "")
    number = number or (f"@{moment}" if (moment := encoding.part(order.obr[7], 1)) else "")
    return f"{number}|{test.identity}" if number else ""


def _entity(raw: str, encoding: Encoding) -> str:
    """An entity identifier: the number with who gave it."""
    number, giver = encoding.part(raw, 1), encoding.part(raw, 2) or encoding.part(raw, 3)
    return f"{number}^{giver}" if number and giver else number


def _reported(obr: Segment, encoding: Encoding, remarks: list[str]) -> PartialDate | None:
    try:
        return time_of(encoding.part(obr[22], 1))
    except NotADate as error:
        remarks.append(f"The time of a report was not taken: {error.message}")
        return None


def notes_of(notes: Iterable[Segment], encoding: Encoding) -> str:
    """Notes as lines, without blanks at either end.

    Raises:
        TextTooLong: They are longer than 20,000 characters.
    """
    said = [encoding.words(line) for note in notes for line in note[3].split(encoding.repetition)]
    return sanitise("\n".join(said), limit=LONGEST_COMMENT).strip() if said else ""


def one_line(text: str) -> str:
    """A text of several lines as one, to be quoted in a sentence."""
    return sanitise(text, limit=LONGEST_COMMENT, lines=False)


def written(observation: Observation) -> bool:
    """Whether it is of a written type, so that it may be one line of a longer text."""
    return observation.obx[2] in WRITTEN


def says_nothing(observation: Observation) -> bool:
    """Whether it has neither a value nor a status nor a note."""
    obx = observation.obx
    return not (obx[5].strip() or obx[11].strip() or 5 in obx.nulls or any(note[3] for note in observation.notes))


def attached(observation: Observation) -> bool:
    """Whether its value is a document."""
    return observation.obx[2] in ATTACHED


def read_result(observation: Observation, order: Requested, encoding: Encoding) -> SentResult:
    """Read one observation; its `source_id` is not yet told apart from another's of the same test.

    Raises:
        Misfit: It has no name, no identity, or a status that is none.
        NotADate: The time at which it was taken is none.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    obx = observation.obx
    obx.check_length(without=obx[5])
    unit = unit_of(obx[6], encoding) if obx[6] else ""
    ranges = ranges_of(obx[7], unit, encoding) if obx[7] else ()
    ranged = any(one.low or one.high for one in ranges)
    readable = obx[5] and not attached(observation)
    quantity, text = answer_of(obx[2], obx[5], unit, encoding, ranged=ranged) if readable else (None, "")
    test = _test(observation, order, encoding, numeric=quantity is not None)
    return SentResult(
        source_id=_identity(obx, order, encoding),
        test_key=test.key,
        name=test.name,
        codes=test.codes,
        quantity=quantity,
        text=text,
        ranges=applicable(ranges, quantity),
        flag=flag_of(obx[8], encoding) if obx[8] else "",
        comment=_comment(observation, order, encoding),
        status=status_of(obx, order.status, encoding),
        taken=time_of((encoding.part(obx[14], 1) if obx[14] else "") or order.taken),
        reported=order.reported,
        performer=performer_of(obx[15], obx[16], obx[23], encoding),
        specimen=order.specimen,
    )


def _test(observation: Observation, order: Requested, encoding: Encoding, *, numeric: bool) -> Test:
    """What was measured; a written result without a name of its own is the text of the order's report."""
    test = test_of(observation.obx[3], encoding)
    if not test.name and order.test.name and not numeric and written(observation):
        return order.test
    if not test.name:
        raise Misfit("It has neither a name nor a code.")
    return test


def _identity(obx: Segment, order: Requested, encoding: Encoding) -> str:
    identity = order.identity
    if not identity and (moment := encoding.part(obx[14], 1)):
        identity = f"@{moment}|{order.test.identity}"
    if not identity:
        raise Misfit("It has neither the number of an order nor a time, so that nothing tells it from another.")
    return f"{identity}|{test_of(obx[3], encoding).identity}|{encoding.line(obx[4])}"


def status_of(obx: Segment, of_order: str, encoding: Encoding) -> ResultStatus:
    """How far a result has got: its own status, or that of its order.

    Raises:
        Misfit: The status is none of HL7's, so it might say that the result is withdrawn.
    """
    if found := _STATUSES.get(obx[11]):
        return found
    sent = encoding.part(obx[11], 1).upper()
    if not sent:
        return _ORDER_STATUSES.get(of_order, ResultStatus.NOT_SENT)
    if sent not in _STATUSES:
        raise Misfit("Its status is none that is known.")
    return _STATUSES[sent]


def _comment(observation: Observation, order: Requested, encoding: Encoding) -> str:
    obx = observation.obx
    if not (observation.notes or obx[17]):
        return order.comment
    methods = "; ".join(filter(None, (words_of(one, encoding) for one in encoding.repeats(obx[17]))))
    said = (notes_of(observation.notes, encoding), f"Method: {methods}" if methods else "", order.comment)
    return sanitise("\n".join(filter(None, said)), limit=LONGEST_COMMENT)


def silent_result(read: Requested) -> SentResult:
    """An order that came without a value and with a note, such as why a sample could not be used.

    Raises:
        Misfit: It has no name, or no identity.
        NotADate: The time at which it was taken is none.
    """
    if not (read.test.name and read.identity):
        raise Misfit("An order came with a note and no value, and nothing tells it from another.")
    return SentResult(
        source_id=f"{read.identity}||",
        test_key=read.test.key,
        name=read.test.name,
        codes=read.test.codes,
        comment=read.comment,
        status=_ORDER_STATUSES.get(read.status, ResultStatus.NOT_SENT),
        taken=time_of(read.taken),
        reported=read.reported,
        specimen=read.specimen,
    )
