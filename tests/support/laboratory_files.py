"""Files as a laboratory link drops them, made by hand: HL7 v2 and EDIFACT, with any number of messages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hoc_tui.domain.identifiers import check_digit

TESTS = (
    ("42T..", "Serum vitamin B12", "ng/L", "191", "663"),
    ("44J3.", "Serum creatinine", "umol/L", "60", "110"),
    ("44I4.", "Serum potassium", "mmol/L", "3.5", "5.3"),
    ("44I5.", "Serum sodium", "mmol/L", "133", "146"),
    ("423..", "Haemoglobin estimation", "g/L", "130", "180"),
    ("44P5.", "Serum HDL cholesterol level", "mmol/L", "1.0", "2.5"),
    ("44P..", "Serum cholesterol", "mmol/L", "2.0", "5.0"),
    ("42W5.", "Haemoglobin A1c level", "mmol/mol", "20", "41"),
)
"""Read version 2 code, name, unit and range of the tests in a made-up message."""


def nhs_number(number: int) -> str:
    """A valid NHS number, another for each number."""
    nine = 900_000_000 + number
    while (check := check_digit(str(nine))) is None:
        nine += 1_000_000
    return f"{nine}{check}"


@dataclass(frozen=True)
class MadeUp:
    """One made-up message about one person."""

    number: int
    """Tells messages apart."""
    family: str = "JACKSON"
    given: str = "MARGARET"
    born: date = date(1951, 3, 4)
    nhs: str = "9434765919"
    values: Sequence[str] = ("7.1", "6.2", "4.4", "140", "133", "1.2", "5.5", "61")
    status: str = "F"
    reported: str = "20260302100000"

    @property
    def hl7(self) -> str:
        """As HL7 v2.4, segments ended by CR."""
        lines = [
            f"MSH|^~\\&|LAB|THORNBY|GP|RIVERSIDE|{self.reported}||ORU^R01|M{self.number}|P|2.4",
            f"PID|1||L{self.number}^^^LAB~{self.nhs}^^^NHS^NH||{self.family}^{self.given}||{self.born:%Y%m%d}|F",
            f"OBR|1||R{self.number}^LAB|PANEL^Panel^L|||20260301080000|||||||||||||||{self.reported}|||{self.status}",
        ]
        for at, ((code, name, unit, low, high), value) in enumerate(zip(TESTS, self.values, strict=False), 1):
            lines.append(
                f"OBX|{at}|NM|{code}^{name}^RC||{value}|{unit}|{low}-{high}|||{'' if at > 1 else 'N'}|{self.status}"
            )
        return "".join(f"{line}\r" for line in lines)

    @property
    def edifact(self) -> str:
        """As an NHS002 message, UNH to UNT."""
        lines = [
            f"UNH+{self.number}+MEDRPT:0:1:RT:NHS002",
            "BGM+LSR",
            f"DTM+137:{self.reported[:12]}:203",
            "S01+01",
            "NAD+PO+G9304284:900++DR A DOCTOR",
            "SPR+PRO",
            "S01+01",
            "NAD+SLA+++THORNBY HOSPITAL",
            "SPR+ORG",
            "S02+02",
            "GIS+N",
            f"RFF+SRI:R{self.number}",
            "STS++UN",
            f"DTM+ISR:{self.reported[:12]}:203",
            "S07+07",
            f"PNA+PAT+{self.nhs}:OPI+++SU:{self.family}+FO:{self.given}",
            f"DTM+329:{self.born:%Y%m%d}:102",
            "PDI+2",
            "S16+16",
            "SEQ++1",
            "SPC+TSP+:::VENOUS BLOOD",
            f"RFF+STI:S{self.number}",
            "DTM+SCO:202603010800:203",
        ]
        for (code, name, unit, low, high), value in zip(TESTS, self.values, strict=False):
            lines += ["GIS+N", f"INV+MQ+{code}:911::{name}", f"RSL+NV+{value}++:::{unit}", "STS++FI", "RFF+ASL:1"]
            lines += ["S20+20", f"RND+U+{low}+{high}"]
        return "".join(f"{line}'\r\n" for line in [*lines, f"UNT+{len(lines) + 1}+{self.number}"])


def hl7_file(messages: Iterable[MadeUp]) -> Iterator[bytes]:
    """The parts of an HL7 v2 file, one message each."""
    for one in messages:
        yield one.hl7.encode()


def edifact_file(messages: Iterable[MadeUp]) -> Iterator[bytes]:
    """The parts of an EDIFACT interchange."""
    yield b"UNA:+.? '\r\nUNB+UNOC:3+000000004400001:80+000000024600002:80+260302:1000+1015++MEDRPT++1'\r\n"
    count = 0
    for count, one in enumerate(messages, 1):  # noqa: B007  how many is written at the end
        yield one.edifact.encode()
    yield f"UNZ+{count}+1015'\r\n".encode()


def many(how_many: int, people: int) -> Iterator[MadeUp]:
    """Messages about some people in turn, each with other values."""
    for at in range(how_many):
        who = at % people
        values = [f"{(at + step) % 90}.{step}" for step in range(len(TESTS))]
        yield MadeUp(at + 1, family=f"FAMILY{_letters(who)}", given="ANN", nhs=nhs_number(who), values=values)


def _letters(number: int) -> str:
    return "".join(chr(65 + int(digit)) for digit in str(number))


def family_of(number: int) -> str:
    """The family name of one of the people of `many`."""
    return f"Family{_letters(number)}"
