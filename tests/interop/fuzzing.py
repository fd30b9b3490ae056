"""Message files spoilt at random: each is read, set aside or refused in a sentence, and everything in it has a place.

`python -m tests.interop.fuzzing 100000` tries so many cases of each format; `campaign` is the same for a program. A
case is made from its number alone, so that one that fails can be made again with `case_of`.
"""

import random
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.interop.csv import CsvMapping, open_csv, read_mapping
from hoc_tui.interop.edifact import open_edifact
from hoc_tui.interop.messages import Messages, open_messages
from tests.interop.edifact.made import FERRITIN, HEAD, PERSON, REPORT, SPECIMEN, UNA, interchange, inv, message, usual

LIMIT = 1_000_000

Outcome = list[IncomingMessage | Unreadable] | Unreadable

# -- What is tried ------------------------------------------------------------------------------------------------

_HEADING = ("GIS+N", "INV+MQ+451..:911::Renal function tests", "SEQ++7", "FTX+SPC+++repeated:twice", "RFF+ASL:2")
_MEMBER = ("GIS+N", "INV+MQ+44I5.:911::Serum sodium", "RSL+NV+136:6++:::mmol/L+HI", "STS++FI", "RFF+ARL:7")
_RANGES = ("S20+20", "RND+U+135+145", "FTX+RPD+++Sex - Female", "S20+20", "RND+U+130+150+mmol/L")
_SECOND = ("S16+16", "SEQ++2", "SPC+TSP+:::Fluoride", "RFF+STI:EX000037K", "DTM+SCO:20260112:102", "FTX+SPC+++late")
_CLINICAL = ("S10+10", "CIN+UN", "FTX+CID+++ON WARFARIN")
_RADIOLOGY = message(
    "BGM+RRR",
    "NAD+SRA+++General Radiology",
    "SPR+DPT",
    "S02+02",
    "RFF+SRI:842",
    "S05+05",
    "PNA+PAT+9999999484:OPI+US++SU:REED+FO:REBECCA",
    "S10+10",
    "INV+RS+XPELV:ZZZ::XR Pelvis",
    "S11+11",
    "STS++VR",
    "DTM+AIC:201207231435:203",
    "FTX+RIT+++Both hips ?: normal?'s",
    kind="NHSRSR:D:1:NH:NHS002",
)
_WHOLE = usual(
    *_HEADING,
    *_MEMBER,
    *_RANGES,
    *inv("Latex", "FTX+RIT+++NEGATIVE"),
    *inv("Screening", "RSL+CV+::375211000000108:921::FOB test normal"),
    *FERRITIN,
    specimen=(*_CLINICAL, *SPECIMEN, *_SECOND),
)

_MAPPING = b"""
sender = "Lab"
[columns]
nhs_number = "NHS"
family = "Name"
born = "Born"
test_name = "Test"
test_code = "Code"
value = "Result"
unit = "Unit"
low = "Low"
high = "High"
status = "Status"
comment = "Comment"
taken = "Taken"
[fixed]
test_system = "snomed"
"""
_TABLE = """NHS;Name;Born;Test;Code;Result;Unit;Low;High;Status;Comment;Taken
9999999484;O'Example;1951-03-05;HbA1c;999791000000106;61;mmol/mol;20;41;final;"said; and
said";2026-01-12
9999999484;O'Example;1951-03-05;eGFR;;>90;mL/min;;;corrected;;2026-01-12T09:15
9999999476;Zoë;;Dip;;Negative;;;;;"a ""word"" more";2026-01-12
"""

SEEDS: dict[str, tuple[bytes, ...]] = {
    "edifact": (
        interchange(_WHOLE),
        interchange(usual(*FERRITIN), usual(*_MEMBER, number="2"), message(*HEAD, *REPORT, *PERSON, number="3")),
        interchange(usual(*FERRITIN)).replace(b"'", b"'\r\n"),
        _RADIOLOGY.encode(),
    ),
    "csv": (_TABLE.encode(), _TABLE.replace(";", ",").encode("cp1252")),
}
"""Files made by hand in the shape of real ones."""


def _mapping() -> CsvMapping:
    return read_mapping(_MAPPING)


def try_edifact(data: bytes) -> Outcome:
    """Read some bytes as EDIFACT, and check what was read: no test of any message is left out."""
    found = checked(lambda: open_edifact(BytesIO(data), limit_bytes=LIMIT))
    for one in found if isinstance(found, list) and UNA.encode() in data else ():
        if isinstance(one, IncomingMessage):
            assert one.resources >= len(one.reports) + _tests_in(one.raw)
    return found


def _tests_in(raw: bytes) -> int:
    """How many tests a message names, counted without reading it."""
    pieces = re.sub(rb"\?.", b"", raw, flags=re.DOTALL).split(b"'")
    return sum(bool(re.match(rb"\s*INV(?:\+|$)", piece)) for piece in pieces)


def try_csv(data: bytes) -> Outcome:
    """Read some bytes as CSV, and check what was read."""
    return checked(lambda: open_csv(BytesIO(data), limit_bytes=LIMIT, mapping=_mapping()))


def try_any(data: bytes) -> Outcome:
    """Read some bytes as whatever they seem to be, and check what was read."""
    return checked(lambda: open_messages(BytesIO(data), limit_bytes=LIMIT, mapping=_mapping()))


FORMATS: dict[str, Callable[[bytes], object]] = {"edifact": try_edifact, "csv": try_csv}
"""Reads bytes of a format; raises when anything but a whole message or a refusal comes of it."""


def checked(open_file: Callable[[], Messages | None]) -> Outcome:
    """Open and read a file, and see that what came of it holds together.

    Args:
        open_file: Opens it.

    Returns:
        Its messages and the refusals of single ones, or the refusal of the whole file.
    """
    try:
        messages = open_file()
    except Unreadable as refusal:
        _is_a_sentence(refusal)
        return refusal
    if messages is None:
        return []
    found = list(messages)
    assert len(found) == messages.count, f"{messages.count} messages were promised, {len(found)} came"
    for one in found:
        if isinstance(one, Unreadable):
            _is_a_sentence(one)
            assert one.where
        else:
            _has_a_place_for_everything(one)
    return found


def _is_a_sentence(refusal: Unreadable) -> None:
    assert refusal.message.endswith((".", "”")), refusal.message
    assert "\n" not in refusal.message
    assert refusal.resources >= 0


def _has_a_place_for_everything(message: IncomingMessage) -> None:
    assert message.source_system
    assert message.place
    assert message.raw
    for report in message.reports:
        assert report.accounted == report.resources
        ids = [one.source_id for one in report.results]
        assert len(ids) == len({*ids}), "two results of one report have one identity"
        assert all(one.name and one.test_key and one.source_id for one in report.results)
        assert all(one.quantity.number is not None for one in report.results if one.quantity)
        assert all(one.reason and one.where for one in report.puzzles)


# -- Spoiling -----------------------------------------------------------------------------------------------------

_PIECES = (
    b"?",
    b"'",
    b"+",
    b":",
    b'"',
    b";",
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\x1b",
    b"\x81",
    b"\xff",
    b"<",
    b"-1",
    b"9" * 50,
)


def mutated(seed: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """A file with a few things wrong with it.

    Args:
        seed: The file.
        chance: Where the chance comes from.
        others: Other files, from which a piece may be put in.

    Returns:
        The file with bytes dropped, doubled, put in or changed, segments or lines moved, or its end cut off.
    """
    data = seed
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        data = chance.choice(_WAYS)(data, chance, others)
    return data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 1, 2, 8, 40)))


def _drop(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] + data[end:]


def _put(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.choice(_PIECES) + data[chance.choice((start, end)) :]


def _change(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    start, end = _span(other, chance)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _rearrange(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Move, drop or double whole segments or lines, with the counts put right, so that it gets past the envelope."""
    part = b"'" if b"UNH" in data else (b"\r" if b"\n" not in data else b"\n")
    pieces = data.split(part)
    one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(4):
        case 0:
            pieces[one], pieces[other] = pieces[other], pieces[one]
        case 1:
            pieces.insert(other, pieces[one])
        case 2:
            del pieces[one]
        case 3:
            pieces.insert(
                other, chance.choice((b"RSL+NV+1", b"XYZ+1", b"S02+02", b"S16+16", b"PNA+PAT++++SU:Y", b"S18+18"))
            )
    return mended(part.join(pieces))


_WAYS = (_drop, _double, _put, _change, _cut, _splice, _rearrange, _rearrange, _rearrange, _rearrange)


def mended(data: bytes) -> bytes:
    """The same file with each EDIFACT message counting the segments that it has."""
    return re.sub(rb"UNH\+([^+']*)\+(?:(?!UNH\+)[^\0])*?UNT\+[0-9]+", _recounted, data)


def _recounted(found: re.Match[bytes]) -> bytes:
    whole = found[0]
    counted = len([one for one in re.sub(rb"\?.", b"", whole, flags=re.DOTALL).split(b"'") if one.strip()])
    return re.sub(rb"UNT\+[0-9]+$", b"UNT+%d" % counted, whole)


# -- Trying -------------------------------------------------------------------------------------------------------


@dataclass
class Tried:
    """What came of many cases of one format."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    """The number of each case that failed, and how."""


def case_of(seeds: Sequence[bytes], number: int) -> bytes:
    """The case of a number, the same each time."""
    chance = random.Random(number)
    return mutated(chance.choice(seeds), chance, seeds)


def campaign(
    cases: int,
    *,
    attempt: Callable[[bytes], object],
    seeds: Sequence[bytes],
    first: int = 0,
) -> Tried:
    """Try many cases of a format.

    Args:
        cases: How many.
        attempt: Reads one, and raises when something is wrong.
        seeds: The files that are spoilt.
        first: The number of the first case.

    Returns:
        What came of them; a case that failed does not stop the others.
    """
    tried = Tried()
    for number in range(first, first + cases):
        tried.cases += 1
        try:
            found = attempt(case_of(seeds, number))
        except Exception:  # noqa: BLE001 (any error at all is what is looked for)
            tried.failures.append((number, traceback.format_exc(limit=-3)))
        else:
            tried.outcomes[_outcome(found)] += 1
    return tried


def _outcome(found: object) -> str:
    if not isinstance(found, list):
        return "refused"
    with suppress(AttributeError):
        if any(report.puzzles for one in found for report in getattr(one, "reports", ())):
            return "read, with tests set aside"
    return "read in part" if any(isinstance(one, Unreadable) for one in found) else "read"


def main(cases: int) -> int:
    """Try so many cases of each format, and say what came of them.

    Args:
        cases: How many of each.

    Returns:
        1 when any failed.
    """
    failed = False
    for name, attempt in FORMATS.items():
        tried = campaign(cases, attempt=attempt, seeds=SEEDS[name])
        failed = failed or bool(tried.failures)
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(tried.outcomes.items()))
        print(f"{name}: {tried.cases:,} cases, {len(tried.failures)} failed; {told}")  # noqa: T201 (a campaign tells)
        for number, how in tried.failures[:5]:
            print(f"case {number}:\n{how}")  # noqa: T201
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
