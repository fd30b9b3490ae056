"""Reception's whole session in a terminal: they can do their work, and not one clinical word leaves the program."""

import re

from hoc_tui.domain.vocabulary import Role
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told

CLINICAL = re.compile(
    "allotment|tired|tablets|sugar|neighbour|B12|diabetes|hypertension|Metformin|Penicillin|rash"
    "|HbA1c|eGFR|cholesterol|pressure|mmol|mmHg|mL/min|142/84|draft of the first plan|What matters|Results|Goals",
    re.IGNORECASE,
)
"""What only clinicians may read of Mrs Jackson's record, and the words of the screens that show it."""

SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-Z\\-_]")
CLINICAL_KEYS = ("m", "v", "p", "i", "l", "s", "x", "z", "1", "2", "3", "f8")
"""What opens or does something clinical for others; reception's own keys are pressed by themselves."""


def test_reception_works_and_reads_nothing_clinical(told: Told, start: Start) -> None:
    """Today, Find, Person, Help and the palette work for reception; no key leads to a clinical word."""
    told.sit_down(Role.RECEPTIONIST)
    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        seat.see("JACKSON, Margaret (Mrs)", "5 people")
        seat.press("down")
        seat.press("down")
        seat.press("a", "JACKSON, Margaret (Mrs) arrived", "Ctrl+Z undoes it")
        press_all(seat)
        seat.press("o", "How to reach them", "Large print", "Hearing loop")
        press_all(seat)
        seat.press("o")
        seat.press("h", "History: Who they are")
        seat.go_back("History: Who they are")
        seat.go_back("How to reach them")
        for key, words in (("?", "Show every key of this screen"), (":", "Search for commands"), ("g", "Stay here")):
            seat.press(key, words)
            seat.go_back(words)
        seat.find("jackson", "2 found")
        seat.press("enter", "/ Find")  # in the list now; an Enter that comes sooner opens nothing
        seat.press("enter", "Is this the right person?")
        seat.press("enter", "How to reach them", "RV1 2AB")
        assert 0 == seat.quit()
        left = SEQUENCE.sub(b"", terminal.output).decode()
    assert "JACKSON, Margaret" in left
    assert [] == CLINICAL.findall(left)


def press_all(seat: AtTerminal) -> None:
    """Press all of them; not one leads anywhere."""
    for key in CLINICAL_KEYS:
        seat.press(key)
